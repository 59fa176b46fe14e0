internal import Identifiers
internal import Patterns

/// Runs the text checks of the fields; one per thread, for PCRE2's working memory.
struct TextChecker {
    private var matchers: [Int: PatternMatcher] = [:]

    init(_ plan: RecordPlan) throws(RecordsFault) {
        for field in plan.fields {
            for check in field.checks {
                guard case .pcre(let pattern) = check.kind else { continue }
                do throws(PatternFault) {
                    matchers[check.rule] = try PatternMatcher(pattern)
                } catch {
                    throw RecordsFault(error.code)
                }
            }
        }
    }

    /// The rows that break `check`.
    func failures(
        _ check: FieldPlan.TextCheck, _ text: Span<UInt8>, _ slices: borrowing FieldSlices, isASCII: Bool
    ) -> [Int32] {
        var failures: [Int32] = []
        switch check.kind {
        case .simple(let pattern): pattern.check(text, slices, &failures)
        case .member(let set): set.check(text, slices, &failures)
        case .minLength(let limit):
            lengths(text, slices, isASCII, &failures) { $0 < limit }
        case .maxLength(let limit):
            lengths(text, slices, isASCII, &failures) { $0 > limit }
        case .identifier(let check):
            memoised(text, slices, &failures) { TextChecker.isValid($0, check) }
        case .pcre:
            guard let matcher = matchers[check.rule] else { preconditionFailure("no matcher for a pattern") }
            memoised(text, slices, &failures) { matcher.matches($0) }
        }
        return failures
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

    /// Runs a costly check, but not again for a value equal to the one before.
    @inline(__always)
    private func memoised(
        _ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ failures: inout [Int32],
        isValid: (Span<UInt8>) -> Bool
    ) {
        var lastStart = 0
        var lastLength = -1
        var lastResult = true
        for row in 0..<slices.count {
            let length = Int(slices.lengths[row])
            if length < 0 { continue }
            let start = Int(slices.starts[row])
            if length != lastLength || !TextChecker.equal(text, start, lastStart, length) {
                lastResult = isValid(text.extracting(start..<(start + length)))
                (lastStart, lastLength) = (start, length)
            }
            if !lastResult { failures.append(Int32(row)) }
        }
    }

    @inline(__always)
    private static func equal(_ text: Span<UInt8>, _ a: Int, _ b: Int, _ length: Int) -> Bool {
        for offset in 0..<length where text[a + offset] != text[b + offset] { return false }
        return true
    }
}
