"""What a wording of a comment said is kept, so that an edit is heard for what is new in it."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('processed_commands', sa.Column('said', sa.Text()))


def downgrade() -> None:
    op.drop_column('processed_commands', 'said')
