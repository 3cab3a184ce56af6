"""What the guide says of each field."""

import pytest

from sso_providers.catalogue import KINDS, Flow
from sso_providers.forms import field_notes
from tests import people
from tests.admin.forms import fields
from tests.login.journey import browser_of

CASES = [(kind.id, flow.value) for kind in KINDS.values() for flow in kind.flows]


@pytest.mark.parametrize(("kind", "flow"), CASES)
def test_field_notes_are_of_the_inputs_of_the_form(kind, flow, db):
    page = (
        browser_of(people.ada())
        .get(f"/admin/sso_providers/providerregistration/add/?kind={kind}&flow={flow}")
        .content.decode()
    )

    notes = field_notes(KINDS[kind], Flow(flow))
    assert [note.anchor for note in notes if f'id="{note.anchor}"' not in page] == []
    others = {"metadata", *(name for name in fields(page) if "expires" in name)}
    assert {f"id_{name}" for name in fields(page).keys() - others} <= {note.anchor for note in notes}
    assert [note.anchor for note in notes if not (note.label and note.what and note.why)] == []
    assert page.index(notes[0].anchor) < page.index(notes[-1].anchor)
