"""courses/ and quizzes/ as they stand on a disk."""

from __future__ import annotations

import os
from pathlib import Path

from lms.content import Tree, check, read_tree
from tests.content.samples import GOOD


def put(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def test_a_good_folder_checks_clean(tmp_path: Path) -> None:
    assert check(put(tmp_path, GOOD)) == ()


def test_a_folder_and_a_mapping_of_its_bytes_are_the_same_tree(tmp_path: Path) -> None:
    tree = read_tree(put(tmp_path, GOOD))
    assert tree.hash == Tree.from_mapping(dict(tree.files)).hash
    assert set(tree.files) == set(GOOD)


def test_an_empty_or_missing_folder_is_an_empty_tree(tmp_path: Path) -> None:
    assert read_tree(tmp_path).files == {}
    assert read_tree(tmp_path / "nowhere").files == {}


def test_only_courses_and_quizzes_are_read_and_no_back_ups(tmp_path: Path) -> None:
    junk = ["README.md", "courses/.git/x", "courses/.DS_Store", "quizzes/a/x.md~", "courses/#x#",
            "courses/basis/course.md.bak", "courses/basis/.x.md.swp"]  # fmt: skip
    put(tmp_path, {**GOOD, **dict.fromkeys(junk, "x")})
    assert set(read_tree(tmp_path).files) == set(GOOD)


def test_the_signature_changes_with_any_file_and_only_then(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    first = Tree.signature(tmp_path)
    assert Tree.signature(tmp_path) == first
    file = tmp_path / "courses/basis/course.md"
    os.utime(file, ns=(1, 1))
    second = Tree.signature(tmp_path)
    assert second != first
    file.unlink()
    assert Tree.signature(tmp_path) != second


def test_links_out_of_the_folder_are_refused_and_links_inside_are_followed(tmp_path: Path) -> None:
    root = put(tmp_path / "root", GOOD)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (root / "courses/basis/media/x.txt").symlink_to(secret)
    (root / "courses/basis/media/deep").symlink_to(tmp_path)
    (root / "courses/basis/media/y.svg").symlink_to(root / "courses/basis/media/pallet.svg")
    tree = read_tree(root)
    assert "courses/basis/media/y.svg" in tree.files
    assert not any(b"secret" in content for content in tree.files.values())
    assert [problem.path for problem in tree.problems] == [
        "courses/basis/media/deep",
        "courses/basis/media/x.txt",
    ]
    assert all("leads out of the content folder" in problem.message for problem in tree.problems)


def test_a_link_to_itself_and_a_pipe_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    loop = tmp_path / "courses/basis/media/loop"
    loop.symlink_to(loop)
    os.mkfifo(tmp_path / "courses/basis/media/pipe.txt")
    assert set(read_tree(tmp_path).files) == set(GOOD)


def test_names_as_a_mac_writes_them_are_the_same_names(tmp_path: Path) -> None:
    put(tmp_path, {"courses/basis/cafe\u0301.md": "x"})
    assert set(read_tree(tmp_path).files) == {"courses/basis/caf\u00e9.md"}
