"""Where people see a tracker whose API has an address of its own, as the tracker says."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cursors', sa.Column('site_url', sa.Text(), nullable=False, server_default=''))


def downgrade() -> None:
    op.drop_column('cursors', 'site_url')
