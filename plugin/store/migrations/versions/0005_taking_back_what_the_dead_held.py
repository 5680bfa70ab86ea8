"""What a dead worker held is found by its name; built beside the writes, since every delivery writes to the table."""

from alembic import op

from plugin.store.migration_helpers import build_index

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index('ix_subjects_token', 'subjects', ['token'], 'token IS NOT NULL')


def downgrade() -> None:
    op.drop_index('ix_subjects_token', 'subjects')
