"""A contract's accepted work after acceptance is found without a look at its other issues."""

from alembic import op

from plugin.store.migration_helpers import build_index

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index('ix_issues_own_piece', 'issues', ['contract'], where='own_piece_hours IS NOT NULL')


def downgrade() -> None:
    op.drop_index('ix_issues_own_piece', 'issues')
