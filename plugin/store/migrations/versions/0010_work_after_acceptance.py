"""The hours of accepted work after acceptance stand in a column: later offers are counted from them."""

import sqlalchemy as sa
from alembic import op

from plugin.store.column_types import Hours

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('issues', sa.Column('own_piece_hours', Hours()))


def downgrade() -> None:
    op.drop_column('issues', 'own_piece_hours')
