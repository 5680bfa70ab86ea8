"""Who answered whom, kept beside the exchanges so that one page of the timeline can be read alone."""

import sqlalchemy as sa
from alembic import op

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

TEXTS = ('matched_for', 'shown_kind', 'shown_side', 'shown_person')
ANSWERS = (('answers', sa.Text()), ('answered_by', sa.Text()), ('answered_after', sa.Integer()))


def upgrade() -> None:
    for name in TEXTS:
        op.add_column('exchanges', sa.Column(name, sa.Text(), nullable=False, server_default=''))
    op.add_column('exchanges', sa.Column('listed', sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, kind in ANSWERS:
        op.add_column('exchanges', sa.Column(name, kind))


def downgrade() -> None:
    for name in (*TEXTS, 'listed', *(name for name, _ in ANSWERS)):
        op.drop_column('exchanges', name)
