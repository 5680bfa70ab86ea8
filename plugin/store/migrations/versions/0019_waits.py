"""What people owe, and when they were reminded of it."""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Moment, Serial

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'waits',
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('issue', sa.Text(), nullable=False),
        sa.Column('series', sa.Text(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('stage', sa.Text()),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('is_open', sa.Boolean(), nullable=False),
        sa.Column('owed_by', sa.Text(), nullable=False),
        sa.Column('due', sa.Date(), nullable=False),
        sa.Column('shift_days', sa.Integer()),
        sa.Column('counted_on', sa.Date()),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('remind_at', Moment()),
        sa.Column('step', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('turn', sa.Integer(), nullable=False, server_default='0'),
        sa.PrimaryKeyConstraint('tracker', 'issue', 'series', 'number'),
    )
    op.create_index('ix_waits_contract', 'waits', ['contract', 'is_open'])
    for name, columns, where in (
        ('ix_waits_remind', ['remind_at'], 'remind_at IS NOT NULL'),
        ('ix_waits_counted', ['contract', 'stage'], 'counted_on IS NOT NULL'),
    ):
        op.create_index(
            name, 'waits', columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    op.create_table(
        'reminders',
        sa.Column('id', Serial, primary_key=True, autoincrement=True),
        sa.Column('recipient', sa.Text(), nullable=False),
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('said_on', sa.Date(), nullable=False),
        sa.Column('said_at', Moment(), nullable=False),
        sa.Column('step', sa.Text(), nullable=False),
        sa.Column('counts', sa.Boolean(), nullable=False),
        sa.Column('waits', sa.JSON(), nullable=False),
    )
    op.create_index('ix_reminders_recipient', 'reminders', ['recipient', 'said_at'])


def downgrade() -> None:
    op.drop_table('reminders')
    op.drop_table('waits')
