internal import Identifiers
internal import Patterns

/// Runs the text checks of the fields; one per thread, for PCRE2's working memory.
struct TextChecker {
    private var matchers: [Int: PatternMatcher] = [:]

    init(_ plan: RecordPlan) throws(RecordsFault) {
        for field in plan.fields {
            for check in field.checks {
                guard case .pcre(let pattern, _) = check.kind else { continue }
                do throws(PatternFault) {
                    matchers[check.rule] = try PatternMatcher(pattern)
                } catch {
                    throw RecordsFault(error.code)
                }
            }
        }
    }

    /// The rows that break the rules of `check`, rule by rule.
    func failures(
        _ check: FieldPlan.TextCheck, _ text: Span<UInt8>, _ slices: borrowing FieldSlices, isASCII: Bool
    ) -> [(rule: Int, rows: [Int32])] {
        var failures: [Int32] = []
        switch check.kind {
        case .simple(let pattern): pattern.check(text, slices, &failures)
        case .member(let set): set.check(text, slices, &failures)
        case .minLength(let limit):
            lengths(text, slices, isASCII, &failures) { $0 < limit }
        case .maxLength(let limit):
            lengths(text, slices, isASCII, &failures) { $0 > limit }
        case .identifier(let check):
            each(text, slices, &failures) { TextChecker.isValid($0, check) }
        case .format(let format):
            memoised(text, slices, true) {
                TextForm.holds(format, $0)
            } onEach: { row, isValid in
                if !isValid { failures.append(row) }
            }
        case .pcre(_, let limitRule):
            guard let matcher = matchers[check.rule] else { preconditionFailure("no matcher for a pattern") }
            var exhausted: [Int32] = []
            memoised(text, slices, .matches) {
                matcher.outcome($0)
            } onEach: { row, outcome in
                switch outcome {
                case .matches: break
                case .differs: failures.append(row)
                case .exhausted: exhausted.append(row)
                }
            }
            return [(check.rule, failures), (limitRule, exhausted)]
        }
        return [(check.rule, failures)]
    }

    private static func isValid(_ text: Span<UInt8>, _ check: IdentifierCheck) -> Bool {
        switch check {
        case .nir: NIR.isValid(text)
        case .finess: FINESS.isValid(text)
        case .siret: SIRET.isValid(text)
        case .rpps: RPPS.isValid(text)
        }
    }

    /// Lengths in Unicode scalars: bytes that do not continue one.
    @inline(__always)
    private func lengths(
        _ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ isASCII: Bool, _ failures: inout [Int32],
        breaks: (Int) -> Bool
    ) {
        for row in 0..<slices.count {
            var length = Int(slices.lengths[row])
            if length < 0 { continue }
            if !isASCII {
                let start = Int(slices.starts[row])
                for index in start..<(start + length) where text[index] & 0xC0 == 0x80 { length -= 1 }
            }
            if breaks(length) { failures.append(Int32(row)) }
        }
    }

    /// Runs a check on every value.
    @inline(__always)
    private func each(
        _ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ failures: inout [Int32],
        isValid: (Span<UInt8>) -> Bool
    ) {
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        for row in 0..<slices.count where lengths[row] >= 0 {
            let start = Int(starts[row])
            if !isValid(text.extracting(start..<(start + Int(lengths[row])))) { failures.append(Int32(row)) }
        }
    }

    /// Runs a costly check, but not again for a value equal to the one before.
    @inline(__always)
    private func memoised<Result>(
        _ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ first: Result, _ check: (Span<UInt8>) -> Result,
        onEach: (Int32, Result) -> Void
    ) {
        var lastStart = 0
        var lastLength = -1
        var lastResult = first
        for row in 0..<slices.count {
            let length = Int(slices.lengths[row])
            if length < 0 { continue }
            let start = Int(slices.starts[row])
            if length != lastLength || !TextChecker.equal(text, start, lastStart, length) {
                lastResult = check(text.extracting(start..<(start + length)))
                (lastStart, lastLength) = (start, length)
            }
            onEach(Int32(row), lastResult)
        }
    }

    @inline(__always)
    private static func equal(_ text: Span<UInt8>, _ a: Int, _ b: Int, _ length: Int) -> Bool {
        for offset in 0..<length where text[a + offset] != text[b + offset] { return false }
        return true
    }
}
