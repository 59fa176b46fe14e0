/// Which rules were broken: exact counts, and some examples of each.
package struct ViolationLog: Sendable, Equatable {
    /// Examples kept per rule.
    package static let examplesPerRule = 1000

    /// One place where a rule was broken.
    package struct Example: Sendable, Equatable {
        /// Line of the producer's own file on which the record begins.
        package let line: UInt64
        /// Index in ``RecordPlan/rules``.
        package let rule: Int
        /// Index of the field concerned.
        package let field: Int?
        /// Shape of the value (``ValueShape``), never the value; empty where there is none.
        package let shape: String
    }

    /// How often each rule was broken.
    package private(set) var counts: [UInt64]
    private var kept: [[Example]]

    /// A log of no violation of `ruleCount` rules.
    package init(ruleCount: Int) {
        counts = [UInt64](repeating: 0, count: ruleCount)
        kept = [[Example]](repeating: [], count: ruleCount)
    }

    /// The examples of all rules, rule by rule, in the order of the file.
    package var examples: [Example] { kept.flatMap { $0 } }

    /// The examples of one rule, in the order of the file.
    package func examples(ofRule rule: Int) -> [Example] { kept[rule] }

    /// Adds a violation; `shape` is asked for only if the example is kept.
    package mutating func add(rule: Int, line: UInt64, field: Int? = nil, shape: @autoclosure () -> String = "") {
        counts[rule] += 1
        guard kept[rule].count < ViolationLog.examplesPerRule else { return }
        kept[rule].append(Example(line: line, rule: rule, field: field, shape: shape()))
    }

    /// Counts a violation that stands on no line.
    package mutating func note(rule: Int) { counts[rule] += 1 }

    /// Adds `count` violations that were found late, with the first of their lines in ascending order.
    package mutating func add(rule: Int, count: UInt64, lines: [UInt64]) {
        counts[rule] += count
        let late = lines.prefix(ViolationLog.examplesPerRule).map {
            Example(line: $0, rule: rule, field: nil, shape: "")
        }
        kept[rule] = Array((kept[rule] + late).sorted { $0.line < $1.line }.prefix(ViolationLog.examplesPerRule))
    }

    /// Adds the violations of the block that follows.
    package mutating func merge(_ next: ViolationLog) {
        precondition(counts.count == next.counts.count)
        for rule in counts.indices where next.counts[rule] > 0 {
            counts[rule] += next.counts[rule]
            kept[rule] += next.kept[rule].prefix(ViolationLog.examplesPerRule - kept[rule].count)
        }
    }
}
