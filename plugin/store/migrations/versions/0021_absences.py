"""Days on which people said that they are away."""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'absences',
        sa.Column('contract', sa.Text(), nullable=False),
        sa.Column('person', sa.Text(), nullable=False),
        sa.Column('starts', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint('contract', 'person', 'starts'),
    )


def downgrade() -> None:
    op.drop_table('absences')
