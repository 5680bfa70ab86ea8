"""When a version of a mapping came into force by the machine's clock, which files are dated by."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('baselines', sa.Column('put_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('baselines', 'put_at')
