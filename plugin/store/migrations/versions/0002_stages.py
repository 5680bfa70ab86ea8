"""Stages, deputies, and keys of the service's own."""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('stages',
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('stage', sa.Text(), nullable=False),
    sa.Column('issue', sa.Text(), nullable=True),
    sa.Column('sign_off', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('contract', 'stage', name=op.f('pk_stages'))
    )
    op.create_table('deputies',
    sa.Column('contract', sa.Text(), nullable=False),
    sa.Column('person', sa.Text(), nullable=False),
    sa.Column('on_behalf_of', sa.Text(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('contract', 'person', 'on_behalf_of', name=op.f('pk_deputies'))
    )
    op.create_table('keys',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_keys'))
    )


def downgrade() -> None:
    op.drop_table('keys')
    op.drop_table('deputies')
    op.drop_table('stages')
