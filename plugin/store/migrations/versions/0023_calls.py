"""Calls that people arranged."""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Moment

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'calls',
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('comment', sa.Text(), nullable=False),
        sa.Column('issue', sa.Text(), nullable=False),
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('at', Moment(), nullable=False),
        sa.Column('people', sa.JSON(), nullable=False),
        sa.Column('topic', sa.Text(), nullable=False),
        sa.Column('arranged_by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('tracker', 'comment'),
    )
    op.create_index('ix_calls_contract', 'calls', ['contract', 'at'])


def downgrade() -> None:
    op.drop_table('calls')
