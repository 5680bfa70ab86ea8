"""How far each tracker has been reconciled."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('cursors',
    sa.Column('tracker', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed', sa.Text(), server_default='', nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('healed', sa.Integer(), server_default='0', nullable=False),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('tracker', name=op.f('pk_cursors'))
    )


def downgrade() -> None:
    op.drop_table('cursors')
