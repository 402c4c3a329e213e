"""The import command says which columns it took: a column it did not know never disappears in silence."""
from __future__ import annotations

import json

import pytest

from zhiheng import cli
from zhiheng.records.models import Agency, Enterprise, EnterpriseGram

pytestmark = pytest.mark.django_db
TITLED = "年度企业名单,,\n单位名称,统一代码,备忘\n甲厂,91330000566997460T,老厂\n"


def listed(tmp_path, text):
    Agency.objects.create(code="YL", name="云岭区应急管理局", region_short="云")
    path = tmp_path / "名单.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_command_names_the_columns_it_took_and_those_it_did_not_know(tmp_path, capsys):
    path = listed(tmp_path, TITLED)
    capsys.readouterr()
    assert cli.main(["import", "enterprises", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["columns"] == {"单位名称": "企业名称", "统一代码": "统一社会信用代码"} and said["ignored"] == ["备忘"]
    assert Enterprise.objects.get().code == "91330000566997460T"
    assert cli.main(["import", "enterprises", str(path), "--dry-run"]) == 0
    assert "没有导入的列：备忘" in capsys.readouterr().out


def test_lost_search_words_are_written_anew_by_a_command(tmp_path, capsys):
    assert cli.main(["import", "enterprises", str(listed(tmp_path, TITLED))]) == 0
    EnterpriseGram.objects.all().delete()
    assert cli.main(["reindex", "--agency", "NONE"]) == 0 and not EnterpriseGram.objects.exists()
    assert cli.main(["reindex"]) == 0 and EnterpriseGram.objects.filter(gram="甲厂").exists()
    assert "已重建 1 家企业的检索词" in capsys.readouterr().out
