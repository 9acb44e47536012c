"""A solution that breaks rules says so on the canvas, and goes quiet when it is mended."""

from __future__ import annotations

from engine import LinkKey, Network, Neuron
from levels.rules import Rules
from widgets.canvas.fault_notice import FaultNotice
from widgets.theme.look import Look


def faulty() -> Network:
    network = Network().add_input("x1").add_input("x2^2").add_neuron(Neuron("h1", "gaussian"))
    return network.add_link("x1", "h1").add_link("x2^2", "h1")


def marked(view) -> set[str]:
    return {node for node, item in view.network_scene.node_items.items() if item.fault}


def test_a_legal_solution_says_nothing(view, document):
    notice = FaultNotice(document, Look(parent=view), view)
    document.add_input("x1", (0.0, 0.0))
    assert notice.text == ""
    assert marked(view) == set()


def test_faults_are_listed_marked_and_mended(make_view, make_document):
    document = make_document(faulty())
    view = make_view(document)
    notice = FaultNotice(document, Look(parent=view), view)
    assert "Not judged" in notice.text
    assert "does not offer the input “x₂²”" in notice.text
    assert marked(view) == {"x2^2", "h1"}
    assert "does not offer" in view.network_scene.node_items["h1"].toolTip()
    document.set_activation(["h1"], "tanh")
    assert marked(view) == {"x2^2"}
    document.remove(["x2^2"])
    assert notice.text == ""
    assert marked(view) == set()
    document.undo_stack.undo()
    assert "“x₂²”" in notice.text
    assert marked(view) == {"x2^2"}


def test_a_turned_start_value_has_no_rule_checked(make_view, make_document, monkeypatch):
    document = make_document(faulty())
    notice = FaultNotice(document, Look(parent=document), make_view(document))
    checked, faults = [], Rules.faults

    def counted(rules, solution):
        checked.append(solution)
        return faults(rules, solution)

    monkeypatch.setattr(Rules, "faults", counted)
    document.set_start_weight(LinkKey("x1", "h1"), 0.5)
    document.set_start_bias("h1", 0.25)
    assert checked == []
    document.set_activation(["h1"], "tanh")
    assert checked
    assert "gaussian" not in notice.text


def test_what_is_too_much_is_no_fault_of_a_single_node(make_view, make_document):
    network = Network()
    for number in range(5):
        network = network.add_neuron(Neuron(f"h{number}"))
    document = make_document(network, max_neurons=4)
    view = make_view(document)
    notice = FaultNotice(document, Look(parent=view), view)
    assert "at most 4 hidden neurons, and there are 5. Delete what is too much." in notice.text
    assert marked(view) == set()


def test_many_faults_are_counted(make_view, make_document):
    network = Network()
    for name in ("x1^2", "x2^2", "sin(x1)", "sin(x2)", "cos(x1)"):
        network = network.add_input(name)
    document = make_document(network)
    notice = FaultNotice(document, Look(parent=document), make_view(document))
    assert "And 2 more." in notice.text


def test_the_network_is_fitted_above_it_and_it_stays_on_the_canvas(make_view, make_document):
    document = make_document(faulty())
    view = make_view(document)
    usual = view.camera.margins
    notice = FaultNotice(document, Look(parent=view), view)
    for size in ((900, 640), (520, 500)):
        view.resize(*size)
        assert view.rect().contains(notice.geometry())
        for node in document.network.nodes:
            square = view.network_scene.node_items[node].square
            assert view.mapFromScene(square.bottomLeft()).y() < notice.y()
    document.reset(document.solution.with_network(Network()))
    assert view.camera.margins == usual
