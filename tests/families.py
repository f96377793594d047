"""A spec of several files, whose types refer to each other across them."""

__all__ = ["FAMILIES"]

FAMILIES = {
    "chat.yaml": """\
objects:
  Chat:
    tag: {object: chat}
    fields:
      id: {type: string}
      usage: {type: Usage}
      last_usage: {type: "Usage?"}
      by_day: {type: "map[Usage?]", optional: true}
      tier: {type: Tier, optional: true}
      outcome: {type: Outcome, optional: true}
      outcomes: {type: "list[Outcome]", optional: true}
      amount: {type: Amount, optional: true}
      when: {type: Moment, optional: true}
  Refusal:
    tag: {object: refusal}
    fields: {text: {type: string}}
unions:
  Outcome: {tag: object, members: [Refusal, Invoice]}
  Talk: {tag: object, members: [Chat, Refusal]}
""",
    "usage-data.yaml": """\
objects:
  Usage:
    tag: {object: usage}
    fields:
      tokens: {type: integer}
      chat: {type: Chat, optional: true}
      talks: {type: "list[Talk]", optional: true}
unions:
  Amount: {members: [decimal, Usage]}
  Moment: {members: [datetime, integer]}
enums:
  Tier: {values: [free, paid]}
""",
    "import.yaml": """\
objects:
  Invoice:
    tag: {object: invoice}
    fields:
      amount: {type: Amount}
      others: {type: Others, optional: true}
unions:
  Others: {members: ["list[Outcome]", boolean]}
""",
    "shared.yaml": """\
mixins:
  Named:
    fields: {name: {type: string}}
""",
}
