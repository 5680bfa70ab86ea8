"""Tables and columns get the names that the code uses; kinds that texts hid get columns of their own.

The last upgrade with a stop: the version before does not know these names.
"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

TABLES = (
    ('words', 'processed_commands'),
    ('entries', 'sign_in_requests'),
    ('likenesses', 'precedent_keys'),
    ('holdings', 'item_usage'),
    ('publications', 'offer_publications'),
    ('locks', 'record_head'),
    ('keys', 'signing_keys'),
)
COLUMNS = (
    ('cursors', 'healed', 'recovered_count'),
    ('cursors', 'confirmed', 'existence_cursor'),
    ('cursors', 'left_out', 'skipped_projects'),
    ('cursors', 'looked_at', 'last_run_at'),
    ('contracts', 'read_in_at', 'imported_at'),
    ('issues', 'asks_hours', 'requested_hours'),
    ('issues', 'claims', 'counts_toward_item'),
    ('issues', 'settled', 'locked_in'),
    ('effects', 'intent_at', 'attempt_started_at'),
    ('effects', 'applied', 'last_applied'),
    ('processed_commands', 'heard_at', 'processed_at'),
    ('precedent_keys', 'likeness', 'precedent_key'),
)

ADD = """
INSERT INTO item_usage (contract, item, month, hours, rounds, pieces, earliest)
VALUES (NEW.contract, NEW.item, NEW.month, NEW.held_hours, NEW.held_rounds, NEW.held_pieces, NEW.created_at)
ON CONFLICT (contract, item, month) DO UPDATE SET
    hours = item_usage.hours + excluded.hours, rounds = item_usage.rounds + excluded.rounds,
    pieces = item_usage.pieces + excluded.pieces,
    earliest = CASE WHEN excluded.earliest < item_usage.earliest THEN excluded.earliest ELSE item_usage.earliest END;
"""
TAKE = """
UPDATE item_usage SET hours = hours - OLD.held_hours, rounds = rounds - OLD.held_rounds,
    pieces = pieces - OLD.held_pieces
WHERE contract = OLD.contract AND item = OLD.item AND month = OLD.month;
"""
COUNTS = '{row}.locked_in AND {row}.counts_toward_item AND {row}.item IS NOT NULL'

PAGE, ONCE = 'page', 'once'


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == 'sqlite'
    if is_sqlite:
        for name in ('added', 'gone', 'before', 'after'):
            op.execute(f'DROP TRIGGER holdings_{name}')
    else:
        op.execute('DROP TRIGGER holdings ON issues')
        op.execute('DROP FUNCTION count_holdings')
    op.drop_index('ix_likenesses_like', 'likenesses')
    for before, after in TABLES:
        op.rename_table(before, after)
        if not is_sqlite:
            op.execute(f'ALTER TABLE {after} RENAME CONSTRAINT pk_{before} TO pk_{after}')
    for table, before, after in COLUMNS:
        op.execute(f'ALTER TABLE {table} RENAME COLUMN {before} TO {after}')
    op.add_column('contracts', sa.Column('facts_version', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('issues', sa.Column('offer_swap', sa.Text()))
    op.add_column('issues', sa.Column('swap_gap', sa.BigInteger()))
    op.add_column('issues', sa.Column('swap_same_stage', sa.Boolean()))
    op.drop_index('ix_issues_change', 'issues')
    op.create_index('ix_issues_offer', 'issues',
                    ['contract', 'change_state', 'offer_hours', 'swap_gap', 'offer_swap', 'swap_same_stage'])
    op.drop_index('ix_issues_month', 'issues')
    op.create_index('ix_issues_month', 'issues', ['contract', 'month', 'verdict', 'locked_in', 'requested_hours'])
    op.drop_index('ix_issues_item', 'issues')
    op.create_index('ix_issues_item', 'issues', ['contract', 'item', 'locked_in', 'created_at'])
    holds = sa.text('(held_hours > 0 OR held_rounds > 0 OR held_pieces > 0)')
    op.create_index('ix_issues_held', 'issues', ['contract', 'item', 'locked_in', 'created_at'],
                    sqlite_where=holds, postgresql_where=holds)
    rejudge = sa.text("name = 'rejudge'")
    op.create_index('ix_timers_rejudge', 'timers', ['tracker', 'subject'], sqlite_where=rejudge,
                    postgresql_where=rejudge)
    op.create_index('ix_precedent_keys_key', 'precedent_keys', ['contract', 'precedent_key', 'created_at'])
    _kinds_of_their_own()
    if is_sqlite:
        _sqlite_triggers()
    else:
        _postgres_trigger()


def _kinds_of_their_own() -> None:
    """Move what was told by a prefix of a text, or by a name in another's place, to where it is looked for."""
    op.add_column('subjects', sa.Column('kind', sa.Text(), nullable=False, server_default='issue'))
    for kind, where in (
        ('stage', "subject LIKE 'stage/%'"),
        ('contract', "subject LIKE 'contract/%'"),
        ('tracker', "subject LIKE 'tracker/%'"),
        ('sign_in', "tracker = ''"),
    ):
        op.execute(f"UPDATE subjects SET kind = '{kind}' WHERE {where}")
    op.add_column('effects', sa.Column('slot_kind', sa.Text(), nullable=False, server_default=''))
    op.execute(
        "UPDATE effects SET slot_kind = CASE WHEN slot LIKE 'offer:remind:%' THEN 'offer:remind' "
        "WHEN slot LIKE 'offer:call:%' THEN 'offer:call' WHEN slot LIKE '%:%' THEN "
        + ("substr(slot, 1, instr(slot, ':') - 1)" if op.get_bind().dialect.name == 'sqlite'
           else "split_part(slot, ':', 1)")
        + " ELSE slot END"
    )
    op.add_column('effects', sa.Column('message_id', sa.Text()))
    op.execute(
        "UPDATE effects SET message_id = comment_id, comment_id = NULL "
        """WHERE payload LIKE '{"kind":"send_mail"%'"""
    )
    op.add_column('effects', sa.Column('failure', sa.Text(), nullable=False, server_default=''))
    op.execute(
        "UPDATE effects SET failure = 'refused' WHERE state = 'waiting' "
        "AND (reason LIKE 'TrackerRefused:%' OR reason LIKE 'MailRefused:%')"
    )
    op.create_table(
        'used_links',
        sa.Column('link', sa.Text(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('link', name=op.f('pk_used_links')),
    )
    op.create_table(
        'said_once',
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('slot', sa.Text(), nullable=False),
        sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('contract', 'slot', name=op.f('pk_said_once')),
    )
    place = "instr(comment, '/')" if op.get_bind().dialect.name == 'sqlite' else "strpos(comment, '/')"
    op.execute(
        "INSERT INTO used_links (link, used_at) SELECT comment, min(processed_at) FROM processed_commands "
        f"WHERE tracker = '{PAGE}' GROUP BY comment"
    )
    op.execute(
        "INSERT INTO said_once (contract, slot, said_at) "
        f"SELECT substr(comment, 1, {place} - 1), substr(comment, {place} + 1), min(processed_at) "
        f"FROM processed_commands WHERE tracker = '{ONCE}' GROUP BY comment"
    )
    op.execute(f"DELETE FROM processed_commands WHERE tracker IN ('{PAGE}', '{ONCE}')")


def _sqlite_triggers() -> None:
    new, old = COUNTS.format(row='NEW'), COUNTS.format(row='OLD')
    for when, name, condition, act in (
        ('INSERT', 'added', new, ADD), ('DELETE', 'gone', old, TAKE),
        ('UPDATE', 'before', old, TAKE), ('UPDATE', 'after', new, ADD),
    ):
        op.execute(f'CREATE TRIGGER item_usage_{name} AFTER {when} ON issues WHEN {condition} BEGIN {act} END')


def _postgres_trigger() -> None:
    new, old = COUNTS.format(row='NEW'), COUNTS.format(row='OLD')
    op.execute(f"""
CREATE FUNCTION count_item_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN IF {old} THEN {TAKE} END IF; END IF;
    IF TG_OP <> 'DELETE' THEN IF {new} THEN {ADD} END IF; END IF;
    RETURN NULL;
END $$""")
    op.execute("""
CREATE TRIGGER item_usage AFTER INSERT OR UPDATE OR DELETE ON issues
FOR EACH ROW EXECUTE FUNCTION count_item_usage()""")


def downgrade() -> None:
    raise NotImplementedError("This upgrade is not taken back: restore the backup that was made before it.")
