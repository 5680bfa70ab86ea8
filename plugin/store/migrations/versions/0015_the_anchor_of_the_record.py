"""Which entry of the record an effect speaks of, and time stamps of the record's head."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('effects', sa.Column('anchor', sa.Text(), nullable=True))
    op.create_table(
        'record_timestamps',
        sa.Column('seq', sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column('hash', sa.Text(), nullable=False),
        sa.Column('stamped_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('answer', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('seq', name='pk_record_timestamps'),
    )


def downgrade() -> None:
    op.drop_table('record_timestamps')
    op.drop_column('effects', 'anchor')
