internal import Exclusion
internal import Support

extension SmallCountFloor {
    /// `count` as a receipt states it: the number, or the text `<11`.
    func json(_ count: Int) -> JSONValue { hides(count) ? .text(text(count)) : .count(count) }
}
