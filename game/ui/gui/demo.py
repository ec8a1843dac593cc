# ruff: noqa: ISC004
"""A decision-like page from dummy strings, to look at the kit: python -m game.ui.gui.demo OUT.png --lang zh."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from game.ui.gui.app import App
from game.ui.gui.audit import audit
from game.ui.gui.screen import Command, Context, Dialog, Input, Push, Refresh, Screen
from game.ui.gui.widgets import (
    Column,
    Flow,
    Heading,
    Label,
    OptionCard,
    Paper,
    Paragraph,
    Row,
    Rule,
    Scroll,
    Seal,
    Slider,
    Spacer,
    Widget,
)

TEXTS = {
    "title": ("The Outer Mongolia question", "外蒙古难题"), "place": ("6 July 1945 · Chungking", "1945年7月6日 · 重庆"),
    "situation": ("Situation", "形势"), "options": ("The Generalissimo decides", "委员长批示"), "counsel": ("Counsel", "左右意见"),
    "telegram": ("TELEGRAM", "电　报"), "secret": ("In Moscow no. 37 · most secret", "来电　莫字第三十七号　·　绝密"),
    "fact": ("Record", "史实"), "disputed": ("Disputed", "存疑"), "model": ("Our estimate", "模型推估"), "close": ("Close", "关闭"),
    "menu": ("Menu", "选单"), "choose": ("Choose", "选择"), "decide": ("Decide", "批示"), "sources": ("Sources", "出处"),
    "forecast": ("How likely is a break?", "谈判破裂的可能"), "for": ("agrees", "赞成"), "against": ("opposes", "反对"),
    "neutral": ("undecided", "未定"),
    "body": ("Saw Stalin again tonight. He treats Outer Mongolia as settled by Yalta and spoke bluntly:[[1]]\n“The people of Outer "
             "Mongolia wish to join neither China nor the Soviet Union. **They ask for independence.**”\nI replied that no "
             "Chinese government could recognise this and survive. Without Mongolia, he said, the Soviet Far East has no "
             "strategic screen—talks are at a standstill.[[2]]\nShall I continue, or return to Chungking? Cable at once.",
             "今晚七时再晤史达林。史氏出示外蒙古问题为“雅尔达协定之先决条件”，言辞强硬：[[1]]\n“外蒙古人民既不愿加入中国，亦不愿加入苏联，"
             "**彼等要求独立。**”\n职谓：中国政府若承认外蒙古独立，无以对国人。史氏答：若无外蒙古，苏联将于西伯利亚失其战略屏障——谈判实已陷于"
             "停顿。[[2]]\n应否继续交涉，抑暂行返渝？乞速电示。（见 FRUS 1945, vol. VII, p. 914）"),
    "sign": ("SOONG", "职　子文　叩"),
    "g1": ("Yalta, 11 February: the status quo in Outer Mongolia shall be preserved.", "雅尔达，二月十一日：外蒙古之现状须予维持。"),
    "g2": ("What “status quo” means is read differently in Moscow and Washington.", "“现状”何指，莫斯科与华盛顿解读不同。"),
    "g3": ("A break is *unlikely* before Potsdam ends; confidence is low.", "波茨坦会议结束前破裂“不大可能”；把握程度低。"),
    "o1": ("Refuse outright", "坚拒到底"), "o1s": ("Order Soong to break off and come home.", "命子文停止谈判，即行返国。"),
    "o1n": ("Red Army would enter the Northeast unbound", "红军入东北时将无任何约束"),
    "o2": ("A plebiscite after victory, for three guarantees", "战后公民投票，换取三项保证"),
    "o2s": ("Trade a vote for written pledges on the Northeast, Sinkiang and the CCP.", "以外蒙古独立之投票，换东北、新疆与中共三事之书面承诺。"),
    "o2n": ("Rests on Soviet good faith; likely final", "须信苏方守约；外蒙古恐难挽回"),
    "o3": ("Offer “high autonomy”, keep sovereignty", "允其“高度自治”，保留主权"),
    "o3s": ("Revive the 1924 formula; allow garrisons.", "仿一九二四年协定，另许驻兵之权。"), "o3n": ("Stalin has twice said no", "史氏已两度拒绝"),
    "o4": ("Stall; sound out Washington", "拖延，先征美国意见"),
    "o4s": ("Ask Hurley what Truman thinks Yalta means.", "请赫尔利转询杜鲁门：雅尔达条款究作何解？"), "o4n": ("Not before the reply to telegram 36", "须先复第三十六号电"),
}
NAMES = {"dialog.close": "close", "bar.menu": "menu"}


def translate(language: str, key: str, **values: object) -> str:
    return TEXTS[NAMES.get(key, key)][language == "zh"].format(**values)


class Demo(Screen):
    first_focus = "option.2"

    def __init__(self) -> None:
        self.chosen, self.forecast = 0, 35

    def title(self, ctx: Context) -> str:
        return ctx.t("title")

    def subtitle(self, ctx: Context) -> str:
        return ctx.t("place")

    def hints(self, ctx: Context) -> list[tuple[str, str]]:
        return [("↑↓", ctx.t("choose")), ("Enter", ctx.t("decide")), ("S", ctx.t("sources")), ("L", "EN / 中文")]

    def note(self, mark: str) -> Command:
        return Push(Dialog(lambda ctx: f"[{mark}] " + ctx.t("sources"), lambda ctx: ctx.t("body").split("\n")[1]))

    def choose(self, number: int) -> Command:
        self.chosen = number
        return Refresh()

    def handle(self, ctx: Context, given: Input) -> Command | None:
        return self.note("1") if given.kind == "sources" else None

    def compose(self, ctx: Context) -> Widget:
        def set_forecast(number: int) -> None:
            self.forecast = number
        situation = Paper(Column([Heading(ctx.t("situation")), Scroll(Column([
            Paragraph(ctx.t("g1"), grade="fact", grade_word=ctx.t("fact"), source="FRUS 1945", size="label"),
            Paragraph(ctx.t("g2"), grade="disputed", grade_word=ctx.t("disputed"), size="label"),
            Paragraph(ctx.t("g3"), grade="model", grade_word=ctx.t("model"), size="label"),
            Slider(ctx.t("forecast"), self.forecast, set_forecast, key="forecast")], gap=14))]))
        wire = Paper(Column([
            Heading(ctx.t("telegram"), size=30, align="centre", underline=None, face="typewriter" if ctx.language == "en" else "bold"),
            Label(ctx.t("secret"), role="typewriter", colour="red", align="centre"), Rule("double"),
            Scroll(Column([Paragraph(ctx.t("body"), role="typewriter", on_note=self.note, key="wire"),
                           Label(ctx.t("sign"), role="hand" if ctx.language == "zh" else "typewriter", size="lead", align="right"),
                           Spacer(grow=1)], gap=14))]), kind="telegram", torn=True, pad=22)
        options = [OptionCard(n, ctx.t(f"o{n}"), lambda n=n: self.choose(n), sub=ctx.t(f"o{n}s"), note=ctx.t(f"o{n}n"),  # type: ignore[misc]
                              selected=n == self.chosen, key=f"option.{n}", enabled=n != 4, reason=ctx.t(f"o{n}n"))
                   for n in range(1, 5)]
        people = [("宋", "T. V. Soong", "neutral"), ("王", "Wang", "for"), ("熊", "Hsiung", "for"), ("孫", "Sun Fo", "against"), ("傅", "Foo", "for")]
        seals = Flow([Seal(c, c if ctx.language == "zh" else name, stance=s, stance_word=ctx.t(s), key=f"seal.{c}") for c, name, s in people], spread=True)
        side = Paper(Column([Heading(ctx.t("options"), underline="red"), Scroll(Column(options)), Heading(ctx.t("counsel"), size=20, underline=None), seals]))
        if ctx.compact:
            return Row([Column([wire, situation], gap=12), side], widths=[1, 1])
        return Row([situation, wire, side], widths=["270px", 1, "472px"])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--lang", default="zh")
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--dialog", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    assets = Path(__file__).resolve().parents[3] / "assets"
    width, height = (int(part) for part in options.size.split("x"))
    app = App(assets / "theme.yaml", assets / "fonts", translate, language=options.lang, size=(width, height),
              menu=lambda ctx: Demo())
    app.open(Demo())
    if options.dialog:
        app.give(Input("sources"))
    app.screenshot(options.out)
    print("\n".join(audit(app.ctx, app.root)) or "no faults")


if __name__ == "__main__":
    main()
