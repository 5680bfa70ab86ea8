"""A timer remembers by which shift of practice time it was set, so that it follows when that jumps."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('timers', sa.Column('shift_s', sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column('timers', 'shift_s')
