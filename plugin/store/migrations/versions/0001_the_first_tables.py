"""the first tables"""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Hours, Moment

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('baselines',
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('mapping', sa.JSON(), nullable=False),
    sa.Column('loaded_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('contract', 'version', name=op.f('pk_baselines'))
    )
    op.create_table('contracts',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('live_from', sa.Date(), nullable=False),
    sa.Column('loaded_at', Moment(), nullable=False),
    sa.Column('read_in_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contracts'))
    )
    op.create_table('deliveries',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('delivery_id', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=True),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('event_name', sa.Text(), server_default='', nullable=False),
    sa.Column('received_at', Moment(), nullable=False),
    sa.Column('happened_at', Moment(), nullable=True),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('events', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('handled_at', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries')),
    sa.UniqueConstraint('tracker', 'delivery_id', name=op.f('uq_deliveries'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_state', ['state', 'received_at'], unique=False)
        batch_op.create_index('ix_deliveries_waiting', ['tracker', 'subject'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('effects',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('slot', sa.Text(), nullable=False),
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('due_at', Moment(), nullable=False),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('intent_at', Moment(), nullable=True),
    sa.Column('comment_id', sa.Text(), nullable=True),
    sa.Column('applied', sa.Text(), nullable=True),
    sa.Column('seen_at', Moment(), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_effects')),
    sa.UniqueConstraint('tracker', 'subject', 'slot', name=op.f('uq_effects'))
    )
    with op.batch_alter_table('effects', schema=None) as batch_op:
        batch_op.create_index('ix_effects_state', ['state'], unique=False)
        batch_op.create_index('ix_effects_waiting', ['tracker', 'subject'], unique=False, sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))

    op.create_table('heartbeats',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_heartbeats'))
    )
    op.create_table('issues',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('issue', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('item', sa.Text(), nullable=True),
    sa.Column('stage', sa.Text(), nullable=True),
    sa.Column('verdict', sa.Text(), nullable=True),
    sa.Column('month', sa.Text(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.Column('claims', sa.Boolean(), nullable=False),
    sa.Column('held_hours', Hours(), nullable=False),
    sa.Column('held_rounds', sa.Integer(), nullable=False),
    sa.Column('held_pieces', sa.Integer(), nullable=False),
    sa.Column('bonus_hours', Hours(), nullable=True),
    sa.Column('asks_hours', Hours(), nullable=True),
    sa.Column('change_state', sa.Text(), nullable=True),
    sa.Column('offer_hours', Hours(), nullable=True),
    sa.Column('open_work_hours', Hours(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('swap_issue', sa.Text(), nullable=True),
    sa.Column('decision', sa.Text(), nullable=True),
    sa.Column('decided_at', Moment(), nullable=True),
    sa.Column('shift_days', sa.Integer(), nullable=True),
    sa.Column('shift_from', sa.Date(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'issue', name=op.f('pk_issues'))
    )
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.create_index('ix_issues_change', ['contract', 'change_state', 'offer_hours'], unique=False)
        batch_op.create_index('ix_issues_item', ['contract', 'item', 'settled', 'month'], unique=False)
        batch_op.create_index('ix_issues_key', ['tracker', 'key'], unique=False)
        batch_op.create_index('ix_issues_month', ['contract', 'month', 'verdict', 'settled'], unique=False)
        batch_op.create_index('ix_issues_open_work', ['contract', 'open_work_hours'], unique=False)

    op.create_table('likenesses',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('issue', sa.Text(), nullable=False),
    sa.Column('likeness', sa.Text(), nullable=False),
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('created_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'issue', 'likeness', name=op.f('pk_likenesses'))
    )
    with op.batch_alter_table('likenesses', schema=None) as batch_op:
        batch_op.create_index('ix_likenesses_like', ['contract', 'likeness', 'created_at'], unique=False)

    op.create_table('locks',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), server_default='0', nullable=False),
    sa.Column('hash', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_locks'))
    )
    op.create_table('publications',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('published_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'subject', 'version', name=op.f('pk_publications'))
    )
    op.create_table('record',
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('previous', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_record'))
    )
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.create_index('ix_record_subject', ['tracker', 'subject'], unique=False)

    op.create_table('subjects',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('due_at', Moment(), nullable=True),
    sa.Column('token', sa.Text(), nullable=True),
    sa.Column('lease_until', Moment(), nullable=True),
    sa.PrimaryKeyConstraint('tracker', 'subject', name=op.f('pk_subjects'))
    )
    with op.batch_alter_table('subjects', schema=None) as batch_op:
        batch_op.create_index('ix_subjects_due_at', ['due_at'], unique=False)

    op.create_table('tombstones',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('issue', sa.Text(), nullable=False),
    sa.Column('deleted_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'issue', name=op.f('pk_tombstones'))
    )
    op.create_table('timers',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('due_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'subject', 'name', name=op.f('pk_timers'))
    )
    op.create_table('words',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('heard_at', Moment(), nullable=False),
    sa.PrimaryKeyConstraint('tracker', 'comment', 'digest', name=op.f('pk_words'))
    )
    op.bulk_insert(sa.table('locks', sa.column('name', sa.Text())), [{'name': 'record'}])


def downgrade() -> None:
    op.drop_table('words')
    op.drop_table('tombstones')
    op.drop_table('timers')
    with op.batch_alter_table('subjects', schema=None) as batch_op:
        batch_op.drop_index('ix_subjects_due_at')

    op.drop_table('subjects')
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index('ix_record_subject')

    op.drop_table('record')
    op.drop_table('publications')
    op.drop_table('locks')
    with op.batch_alter_table('likenesses', schema=None) as batch_op:
        batch_op.drop_index('ix_likenesses_like')

    op.drop_table('likenesses')
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.drop_index('ix_issues_open_work')
        batch_op.drop_index('ix_issues_month')
        batch_op.drop_index('ix_issues_key')
        batch_op.drop_index('ix_issues_item')
        batch_op.drop_index('ix_issues_change')

    op.drop_table('issues')
    op.drop_table('heartbeats')
    with op.batch_alter_table('effects', schema=None) as batch_op:
        batch_op.drop_index('ix_effects_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_effects_state')

    op.drop_table('effects')
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_deliveries_waiting', sqlite_where=sa.text("state = 'waiting'"), postgresql_where=sa.text("state = 'waiting'"))
        batch_op.drop_index('ix_deliveries_state')

    op.drop_table('deliveries')
    op.drop_table('contracts')
    op.drop_table('baselines')
