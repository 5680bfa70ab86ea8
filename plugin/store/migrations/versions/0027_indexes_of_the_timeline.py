"""A page of the timeline, what has to be matched anew, and the median are found by an index."""

from alembic import op

from plugin.store.migration_helpers import build_index

revision = '0027'
down_revision = '0026'
branch_labels = None
depends_on = None

INDEXES = {
    'ix_exchanges_listed': ['contract', 'listed', 'at', 'id'],
    'ix_exchanges_matched': ['contract', 'matched_for', 'issue'],
    'ix_exchanges_answered': ['contract', 'shown_side', 'answered_after'],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        build_index(name, 'exchanges', columns)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, 'exchanges')
