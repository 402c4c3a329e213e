"""Who may act: agencies, persons, dated mandates, enforcement certificates."""
from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

AGENCY_KINDS = (
    ("bureau", "应急管理局"), ("team", "综合行政执法队伍"), ("township", "乡镇人民政府"), ("street", "街道办事处"),
    ("park", "园区管理机构"),
)
LEVELS = (("province", "省级"), ("city", "市级"), ("county", "区县级"), ("township", "乡镇级"))
ROLES = (
    ("officer", "执法人员"), ("section_head", "科室（大队）负责人"), ("legal_reviewer", "法制审核人员"),
    ("bureau_head", "局领导"), ("archivist", "档案管理员"), ("supervisor", "执法监督（只读）"),
    ("administrator", "系统管理员"),
)


class Agency(models.Model):
    """An enforcement agency. ``path`` is the chain of ids from the root ("/1/4/"), for the whole subtree at once."""

    code = models.CharField("机关简码", max_length=12, unique=True)  # YL, the head of every file number
    region_short = models.CharField("区域简称", max_length=12)  # 云, in （云）应急罚
    name = models.CharField("机关全称", max_length=80)
    short_name = models.CharField("机关简称", max_length=40, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, db_index=True, blank=True)
    address = models.CharField("地址", max_length=160, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    government = models.CharField("本级人民政府", max_length=80, blank=True)  # administrative reconsideration
    court = models.CharField("管辖法院", max_length=80, blank=True)
    superior = models.CharField("上级主管部门", max_length=80, blank=True)
    treasury = models.JSONField("罚款缴纳", default=dict, blank=True)  # bank, account, account_name
    place_id = models.CharField("地方规则", max_length=40, default="national")
    delegated = models.BooleanField("受委托乡镇", default=False)
    kind = models.CharField("机关类别", max_length=12, choices=AGENCY_KINDS, default="bureau")
    level = models.CharField("层级", max_length=12, choices=LEVELS, default="county")
    joined = models.BooleanField("局队合一", default=False)  # the team acts inside and in the name of its bureau
    areas = models.JSONField("辖区", default=list, blank=True)  # names of townships and streets; empty = as its parent
    closed_on = models.DateField("撤销日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "机关"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep ``path`` right: it is a property of the tree, not of any act."""
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        head = self.parent.path if self.parent else "/"
        path = f"{head}{self.pk}/"
        if path != self.path:
            self.path = path
            Agency.objects.filter(pk=self.pk).update(path=path)

    def ancestors_and_self(self) -> list[int]:
        return [int(part) for part in self.path.split("/") if part]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **extra: object) -> Person:
        person = self.model(username=username, **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, password: str | None = None, **extra: object) -> Person:
        """There is no all-seeing account; this makes an ordinary one, powers come from mandates."""
        return self.create_user(username, password, **extra)


class Person(AbstractBaseUser):
    """Somebody with an account. The username is the identity that events carry for ever and never changes."""

    username = models.CharField("账号", max_length=40, primary_key=True)
    name = models.CharField("姓名", max_length=40)
    initials = models.CharField("姓名首字母", max_length=20, blank=True, db_index=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    pin = models.CharField("签名口令", max_length=128, blank=True)  # hashed, apart from the password
    legally_qualified = models.BooleanField("国家统一法律职业资格", default=False)
    is_active = models.BooleanField(default=True)
    failures = models.PositiveSmallIntegerField("连续失败", default=0)
    locks = models.PositiveSmallIntegerField("连续锁定", default=0)
    locked_until = models.DateTimeField("锁定至", null=True, blank=True)
    kind = models.CharField("身份", max_length=12, default="officer")  # of registers/posts: who may enforce, who assists
    profile = models.JSONField("登记项", default=dict, blank=True)  # declared in registers/person.py
    joined_on = models.DateField("到岗日", null=True, blank=True)
    left_on = models.DateField("离岗日", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    settings = models.JSONField(default=dict, blank=True)  # large type, saved filters, folded menus

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name

    @property
    def id(self) -> str:
        """The identity as the kernel knows it."""
        return self.username


class Mandate(models.Model):
    """A dated power: which role a person holds at which agency, for which area and items, up to what ceiling."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField("角色", max_length=20, choices=ROLES)
    post = models.CharField("职务", max_length=60, blank=True)
    area = models.JSONField("区域", default=list, blank=True)  # names of areas; empty = the whole area
    items = models.JSONField("事项", default=list, blank=True)  # ids of matters; empty = all
    ceiling_fen = models.BigIntegerField("限额（分）", null=True, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "since"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.get_role_display()} @ {self.agency_id}"

    def covers(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Certificate(models.Model):
    """An enforcement certificate with the spans in which it was suspended: [[from, until, reason], ...] ISO days."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField("证号", max_length=40, unique=True)
    fields = models.JSONField("执法领域", default=list)
    valid_from = models.DateField("有效期自")
    valid_until = models.DateField("有效期至")
    suspensions = models.JSONField("暂扣", default=list, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "valid_until"])]

    def __str__(self) -> str:
        return self.number
