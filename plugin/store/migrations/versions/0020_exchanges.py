"""What both sides sent each other, for the timeline, and how far history was read."""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'exchanges',
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('issue', sa.Text(), nullable=False),
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('writer', sa.Text(), nullable=False),
        sa.Column('side', sa.Text(), nullable=False),
        sa.Column('addressees', sa.Text(), nullable=False),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('details', sa.Text(), nullable=False),
        sa.Column('is_thanks', sa.Boolean(), nullable=False),
        sa.Column('reported', sa.Boolean(), nullable=False),
        sa.Column('edited', sa.Boolean(), nullable=False),
        sa.Column('deleted', sa.Boolean(), nullable=False),
        sa.Column('hidden', sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint('tracker', 'id'),
    )
    op.create_index('ix_exchanges_contract', 'exchanges', ['contract', 'at'])
    op.create_index('ix_exchanges_issue', 'exchanges', ['tracker', 'issue', 'at'])
    op.create_table(
        'history_imports',
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('cursor', sa.Text(), nullable=False),
        sa.Column('done_at', sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint('contract'),
    )


def downgrade() -> None:
    op.drop_table('history_imports')
    op.drop_table('exchanges')
