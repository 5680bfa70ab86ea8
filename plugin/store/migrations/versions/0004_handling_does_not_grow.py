"""What settled issues hold is summed up as they change, and the few that moved a date are found by themselves."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

ADD = """
INSERT INTO holdings (contract, item, month, hours, rounds, pieces, earliest)
VALUES (NEW.contract, NEW.item, NEW.month, NEW.held_hours, NEW.held_rounds, NEW.held_pieces, NEW.created_at)
ON CONFLICT (contract, item, month) DO UPDATE SET
    hours = holdings.hours + excluded.hours, rounds = holdings.rounds + excluded.rounds,
    pieces = holdings.pieces + excluded.pieces,
    earliest = CASE WHEN excluded.earliest < holdings.earliest THEN excluded.earliest ELSE holdings.earliest END;
"""
TAKE = """
UPDATE holdings SET hours = hours - OLD.held_hours, rounds = rounds - OLD.held_rounds,
    pieces = pieces - OLD.held_pieces
WHERE contract = OLD.contract AND item = OLD.item AND month = OLD.month;
"""
COUNTS = "{row}.settled AND {row}.claims AND {row}.item IS NOT NULL"
FILL = """
INSERT INTO holdings (contract, item, month, hours, rounds, pieces, earliest)
SELECT contract, item, month, sum(held_hours), sum(held_rounds), sum(held_pieces), min(created_at)
FROM issues WHERE settled AND claims AND item IS NOT NULL GROUP BY contract, item, month
"""


def upgrade() -> None:
    op.create_table('holdings',
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('item', sa.Text(), nullable=False),
    sa.Column('month', sa.Text(), nullable=False),
    sa.Column('hours', sa.BigInteger(), nullable=False),
    sa.Column('rounds', sa.BigInteger(), nullable=False),
    sa.Column('pieces', sa.BigInteger(), nullable=False),
    sa.Column('earliest', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('contract', 'item', 'month', name=op.f('pk_holdings'))
    )
    for name, column in (('shift', 'shift_days'), ('swap', 'swap_issue')):
        where = sa.text(f'{column} IS NOT NULL')
        op.create_index(f'ix_issues_{name}', 'issues', ['contract'], sqlite_where=where, postgresql_where=where)
    op.create_index('ix_issues_open', 'issues', ['contract', 'month'],
                    sqlite_where=sa.text('settled IS 0'), postgresql_where=sa.text('settled IS false'))
    op.execute(FILL)
    if op.get_bind().dialect.name == 'sqlite':
        _sqlite_triggers()
    else:
        _postgres_trigger()


def _sqlite_triggers() -> None:
    new, old = COUNTS.format(row='NEW'), COUNTS.format(row='OLD')
    for when, name, condition, act in (
        ('INSERT', 'added', new, ADD), ('DELETE', 'gone', old, TAKE),
        ('UPDATE', 'before', old, TAKE), ('UPDATE', 'after', new, ADD),
    ):
        op.execute(f'CREATE TRIGGER holdings_{name} AFTER {when} ON issues WHEN {condition} BEGIN {act} END')


def _postgres_trigger() -> None:
    new, old = COUNTS.format(row='NEW'), COUNTS.format(row='OLD')
    op.execute(f"""
CREATE FUNCTION count_holdings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN IF {old} THEN {TAKE} END IF; END IF;
    IF TG_OP <> 'DELETE' THEN IF {new} THEN {ADD} END IF; END IF;
    RETURN NULL;
END $$""")
    op.execute("""
CREATE TRIGGER holdings AFTER INSERT OR UPDATE OR DELETE ON issues
FOR EACH ROW EXECUTE FUNCTION count_holdings()""")


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in ('added', 'gone', 'before', 'after'):
            op.execute(f'DROP TRIGGER holdings_{name}')
    else:
        op.execute('DROP TRIGGER holdings ON issues')
        op.execute('DROP FUNCTION count_holdings')
    op.drop_index('ix_issues_open', 'issues')
    op.drop_index('ix_issues_swap', 'issues')
    op.drop_index('ix_issues_shift', 'issues')
    op.drop_table('holdings')
