"""Since when deliveries are refused whose signature does not fit, and how many were."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'refused_deliveries',
        sa.Column('tracker', sa.Text(), nullable=False),
        sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('number', sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint('tracker', name='pk_refused_deliveries'),
    )


def downgrade() -> None:
    op.drop_table('refused_deliveries')
