"""The command line: graph-service, or python -m graph_service."""

import typer

from graph_service.commands import data, db, demo, grants, people, replays, service, signals
from graph_service.commands.logs import log_for_person

app = typer.Typer(
    help="Who is around this child: one graph of children and those who work with them, held in parts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(service.serve)
app.command()(service.check)
app.command()(service.migrate)
app.command()(service.openapi)
app.command()(data.authorities)
app.command("import")(data.import_)
app.command()(data.generate)
app.command()(people.token)
app.command()(people.around)
app.command()(grants.grants)
app.command("replay")(replays.replay_)
app.add_typer(signals.app, name="signals")
app.add_typer(db.app, name="db")


def main() -> None:
    log_for_person()
    app()


if __name__ == "__main__":
    main()
