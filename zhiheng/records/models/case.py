"""What is searched and counted on its own: parties, findings, penalties, money. All written by effects of acts."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.files import File
from zhiheng.records.models.register import Enterprise


class Party(models.Model):
    """Who is proceeded against or inspected. ``kind``: unit or person."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="parties")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    name = models.CharField("名称", max_length=120, db_index=True)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attrs = models.JSONField(default=dict)
    since_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="party_once")]


class Finding(models.Model):
    """A problem found, or a violation charged. ``state``: the latest act that dealt with it."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=40)
    text = models.TextField("问题")
    violation = models.CharField("违法行为编号", max_length=40, blank=True, db_index=True)
    major = models.BooleanField("重大隐患", default=False)
    basis = models.CharField("依据", max_length=300, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    state = models.CharField(max_length=40, blank=True)
    state_at = models.DateTimeField(null=True, blank=True)
    attrs = models.JSONField(default=dict)
    since_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "key"], name="finding_once")]


class Penalty(models.Model):
    """One decision against one party. ``fine_fen`` and ``confiscated_fen`` in fen; ``kinds`` other penalties."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="penalties")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="penalties")
    event_seq = models.PositiveIntegerField()
    decided_on = models.DateField("决定日", db_index=True)
    decision = models.CharField(max_length=20)  # penalty, none
    document_no = models.CharField("文号", max_length=60, blank=True, db_index=True)
    fine_fen = models.BigIntegerField("罚款（分）", default=0)
    confiscated_fen = models.BigIntegerField("没收（分）", default=0)
    kinds = models.JSONField(default=list)
    served_on = models.DateField("送达日", null=True, blank=True)
    pay_until = models.DateField("缴款期限", null=True, blank=True)
    paid_fen = models.BigIntegerField("已缴（分）", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "party", "event_seq"], name="penalty_once")]


class PaymentNotice(models.Model):
    """A treasury notice under which a fine is paid to the bank; the officer never takes money."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="payment_notices")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="payment_notices")
    number = models.CharField("缴款码", max_length=60, blank=True, db_index=True)
    amount_fen = models.BigIntegerField(default=0)
    issued_on = models.DateField()
    event_seq = models.PositiveIntegerField()


class Payment(models.Model):
    """Money that arrived, by its receipt. ``amount_fen`` in fen."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="payments")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="payments")
    amount_fen = models.BigIntegerField()
    late_fee_fen = models.BigIntegerField(default=0)
    paid_on = models.DateField(db_index=True)
    receipt = models.CharField("票据号", max_length=80, blank=True)
    event_seq = models.PositiveIntegerField()
