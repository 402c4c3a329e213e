"""The enterprises under supervision, and the words by which they are found."""
from __future__ import annotations

from django.db import models

from zhiheng.records.models.people import Agency


class Enterprise(models.Model):
    """One enterprise of the register. ``code`` is its 18-figure credit code or the old 15-figure number."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="enterprises")
    name = models.CharField("名称", max_length=120, db_index=True)
    code = models.CharField("统一社会信用代码或注册号", max_length=18, unique=True, null=True, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    area = models.CharField("所在乡镇街道", max_length=60, blank=True)
    industry = models.CharField("行业", max_length=80, blank=True)
    fields = models.JSONField("监管领域", default=list, blank=True)
    hazards = models.JSONField("重大危险", default=list, blank=True)  # 粉尘涉爆, 涉氨制冷, ...
    grade = models.CharField("安全等级", max_length=4, blank=True)
    scale = models.CharField("规模", max_length=20, blank=True)
    employees = models.PositiveIntegerField("从业人数", null=True, blank=True)
    principal = models.CharField("主要负责人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    people = models.JSONField("人员", default=list, blank=True)  # [{"name","position","phone"}, ...]
    initials = models.CharField("名称首字母", max_length=120, blank=True, db_index=True)
    extra = models.JSONField("其他登记项", default=dict, blank=True)
    closed_on = models.DateField("注销日", null=True, blank=True)
    industry_code = models.CharField("国民经济行业代码", max_length=8, blank=True)
    key_unit = models.BooleanField("重点单位", null=True, blank=True)  # apart from the grade
    standard = models.CharField("标准化等级", max_length=4, blank=True)  # 一级, 二级, 三级
    running = models.CharField("经营状态", max_length=12, blank=True)  # 在营, 停产停业, 注销, 迁出
    safety_manager = models.CharField("安全负责人", max_length=40, blank=True)
    safety_phone = models.CharField("安全负责人电话", max_length=60, blank=True)
    latitude = models.FloatField("纬度", null=True, blank=True)
    longitude = models.FloatField("经度", null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="branches")
    former_codes = models.JSONField("曾用代码", default=list, blank=True)
    former_names = models.JSONField("曾用名称", default=list, blank=True)
    address_key = models.CharField(max_length=200, blank=True)  # the address folded, for finding doubles
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "企业"
        indexes = [models.Index(fields=["agency", "name"]), models.Index(fields=["agency", "grade", "id"]),
                   models.Index(fields=["industry_code"], name="enterprise_industry"),
                   models.Index(fields=["area", "grade", "name", "id"], name="enterprise_area")]

    def __str__(self) -> str:
        return self.name


class EnterpriseGram(models.Model):
    """A two-character word (or two pinyin initials) of a name: which enterprises hold it."""

    gram = models.CharField(max_length=4)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "enterprise"], name="enterprise_gram_once")]
