"""The widgets, importable from one place: `from game.ui.gui.widgets import Column, Paragraph, Button`."""

from game.ui.gui.widgets.base import Widget, focusables, text_tree
from game.ui.gui.widgets.containers import Card, Column, Fitting, Flow, Paper, Row, Scroll, Spacer
from game.ui.gui.widgets.content import Heading, Label, Paragraph, Picture, Rule, Table, Text
from game.ui.gui.widgets.controls import Button, Control, OptionCard, Seal, Tab, Tabs
from game.ui.gui.widgets.field import TextField
from game.ui.gui.widgets.scale import Rung, Scale, Tag
from game.ui.gui.widgets.scatter import Figure, LegendMark, Scatter
from game.ui.gui.widgets.values import Selector, Slider, Toggle

__all__ = [
    "Button",
    "Card",
    "Column",
    "Control",
    "Figure",
    "Fitting",
    "Flow",
    "Heading",
    "Label",
    "LegendMark",
    "OptionCard",
    "Paper",
    "Paragraph",
    "Picture",
    "Row",
    "Rule",
    "Rung",
    "Scale",
    "Scatter",
    "Scroll",
    "Seal",
    "Selector",
    "Slider",
    "Spacer",
    "Tab",
    "Table",
    "Tabs",
    "Tag",
    "Text",
    "TextField",
    "Toggle",
    "Widget",
    "focusables",
    "text_tree",
]
