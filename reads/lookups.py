"""A look-up Django does not bring."""

from django.db.models import CharField, Lookup
from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
class Like(Lookup):
    """`plate__like="8A_C%"`: SQL's own LIKE, with its wildcards. The pattern's alphabet is checked before."""

    lookup_name = "like"

    def as_sql(self, compiler: SQLCompiler, connection: object) -> tuple[str, list[object]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} like {right}", [*left_params, *right_params]
