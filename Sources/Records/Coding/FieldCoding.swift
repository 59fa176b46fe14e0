internal import Columns

/// What a worker knows of the texts of one field that repeats few: the code of each, its value, and which break a rule.
struct FieldCoding {
    private var texts = TextCodes()
    private let source = ValueSource()
    private var list: ValueList
    /// By code.
    private var faulty = [false]
    private var hasFaulty = false

    /// Knows nothing yet; `nothing` is a column with one entry, that of no value.
    init(_ nothing: Column.Values) { list = ValueList(nothing, from: source) }

    /// The codes of a column; `judge` says what the checks of the field find in some of its texts, in order.
    ///
    /// Nil where the texts are too many to be worth it: the coding is of no use any more then. Of texts met for the first time
    /// the judgement is kept; rows with a text that breaks a rule come back as `faulty`, to be judged one by one.
    mutating func code(
        _ text: Span<UInt8>, _ slices: FieldSlices, judge: (FieldSlices) -> FieldFindings
    ) -> (codes: [UInt16], faulty: [Int32])? {
        guard let (codes, fresh) = texts.code(text, slices) else { return nil }
        if !fresh.isEmpty { note(judge(slices.picked(fresh)), count: fresh.count) }
        guard hasFaulty else { return (codes, []) }
        var rows: [Int32] = []
        for row in codes.indices where faulty[Int(codes[row])] { rows.append(Int32(row)) }
        return (codes, rows)
    }

    /// The column of `codes`.
    func column(_ codes: [UInt16]) -> Column { Column(.coded(CodedColumn(codes: codes, list: list))) }

    private mutating func note(_ findings: FieldFindings, count: Int) {
        let first = faulty.count
        faulty += repeatElement(false, count: count)
        for place in findings.unreadable { faulty[first + Int(place)] = true }
        for (_, places) in findings.broken { for place in places { faulty[first + Int(place)] = true } }
        hasFaulty = hasFaulty || !findings.unreadable.isEmpty || findings.broken.contains { !$0.rows.isEmpty }
        let known = list.values
        let parts = [known, findings.values].map { ColumnPart(Column($0), RowSelection(all: $0.count)) }
        list = ValueList(Column(joining: parts).values, from: source)
    }
}

/// What the checks of a field say of some of its texts.
struct FieldFindings {
    /// A value each; zero or empty where the text is not of the type.
    var values: Column.Values
    /// Rules that are broken, and the texts that break them.
    var broken: [(rule: Int, rows: [Int32])] = []
    /// Places of the texts that are not of the type.
    var unreadable: [Int32] = []
}

extension FieldSlices {
    /// The texts of `rows`, in that order.
    func picked(_ rows: [Int32]) -> FieldSlices {
        var picked = FieldSlices()
        picked.count = rows.count
        picked.starts = rows.map { starts[Int($0)] }
        picked.lengths = rows.map { lengths[Int($0)] }
        return picked
    }
}
