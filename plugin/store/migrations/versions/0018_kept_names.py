"""The tracker's numbers of stages, epics and projects, which stay when a key changes."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'kept_names',
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('key', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('tracker', 'kind', 'id'),
    )


def downgrade() -> None:
    op.drop_table('kept_names')
