"""Messages that people must see, with a state for each person."""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Moment

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'notices',
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('subject', sa.Text(), nullable=False),
        sa.Column('slot', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('account', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('issue', sa.Text(), nullable=False),
        sa.Column('given_at', Moment(), nullable=False),
        sa.Column('sent_at', Moment(), nullable=True),
        sa.Column('opened_at', Moment(), nullable=True),
        sa.Column('seen_at', Moment(), nullable=True),
        sa.Column('answered_at', Moment(), nullable=True),
        sa.PrimaryKeyConstraint('contract', 'subject', 'slot', 'person'),
    )
    op.create_index('ix_notices_issue', 'notices', ['tracker', 'issue'])
    op.create_index('ix_notices_slot', 'notices', ['tracker', 'subject', 'slot'])


def downgrade() -> None:
    op.drop_table('notices')
