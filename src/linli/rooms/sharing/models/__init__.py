from linli.rooms.sharing.models.agreements import Agreement, AgreementStep, Counter, Tally, Use, Version
from linli.rooms.sharing.models.exports import Export, ExportFile

__all__ = ["Agreement", "AgreementStep", "Counter", "Export", "ExportFile", "Tally", "Use", "Version"]
