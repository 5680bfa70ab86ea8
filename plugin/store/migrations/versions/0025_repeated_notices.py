"""When a notice that nobody had seen was repeated."""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Moment

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('notices', sa.Column('repeated_at', Moment()))


def downgrade() -> None:
    op.drop_column('notices', 'repeated_at')
