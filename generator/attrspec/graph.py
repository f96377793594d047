"""Order in a graph of names that may have circles."""

from collections.abc import Iterator, Mapping, Sequence

__all__ = ["groups"]


def groups(graph: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the strongly connected components, each behind those it points to.

    Tarjan's algorithm, without recursion: a chain of types may be longer than Python's
    stack. The order depends on the order of *graph* and on nothing else.

    Args:
        graph: For each name, the names it points to, all of them keys too.
    """
    position = {name: index for index, name in enumerate(graph)}
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in graph:
        if root in number:
            continue
        work: list[tuple[str, Iterator[str]]] = [(root, iter(graph[root]))]
        number[root] = lowest[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            name, targets = work[-1]
            for target in targets:
                if target not in number:
                    number[target] = lowest[target] = len(number)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in on_stack:
                    lowest[name] = min(lowest[name], number[target])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[name])
                if lowest[name] == number[name]:
                    group = [stack.pop()]
                    while group[-1] != name:
                        group.append(stack.pop())
                    on_stack.difference_update(group)
                    yield tuple(sorted(group, key=position.__getitem__))
