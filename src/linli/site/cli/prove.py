"""Proving things: the access matrix, the audit chain, the health of an installation."""

import click

from linli.kernel.audit import queries as audit_queries
from linli.site.access import render_matrix
from linli.site.health import examine


@click.group(help="Who may enter what.")
def access() -> None:
    pass


@access.command(help="Print the permission matrix.")
def matrix() -> None:
    click.echo(render_matrix())


@click.group(help="The log of who looked at or changed what.")
def audit() -> None:
    pass


@audit.command(help="Recompute every digest of the audit log and its chain.")
@click.option("--since-last", is_flag=True, help="only what came after the last time that it was found whole")
def verify(since_last: bool) -> None:
    proof = audit_queries.verify(since_last=since_last)
    if not proof.whole:
        at = f" at seal {proof.broken_seal}" if proof.broken_seal is not None else ""
        click.echo(f"BROKEN{at}: {proof.reason}", err=True)
        raise SystemExit(1)
    since = " since the last time" if since_last else ""
    head = "its head is the one kept in LINLI_HOME" if proof.anchored else "no head is kept in LINLI_HOME yet"
    click.echo(
        f"whole: {proof.sealed} entries{since}, {proof.seals} seals in all; {proof.unsealed} not sealed yet; {head}"
    )


@click.command(help="Examine this installation and name each mend.")
def doctor() -> None:
    findings = examine()
    for finding in findings:
        click.echo(f"{'ok  ' if finding.fine else 'MEND'}  {finding.subject}: {finding.text}")
    if not all(finding.fine for finding in findings):
        raise SystemExit(1)
