"""Since when a project could not be asked for is remembered, so that it is caught up from there."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('cursors', sa.Column('left_out', sa.JSON(), nullable=False, server_default='{}'))


def downgrade() -> None:
    op.drop_column('cursors', 'left_out')
