/// What reading a convention folder found: the convention where there is no error, and every problem.
package struct ConventionReport: Sendable {
    /// The convention; nil where a problem is an error.
    package let convention: Convention?
    /// Errors and warnings, by file and place.
    package let problems: [Problem]

    /// The problems that make the convention unusable.
    package var errors: [Problem] { problems.filter { $0.severity == .error } }

    /// The problems that are worth a look.
    package var warnings: [Problem] { problems.filter { $0.severity == .warning } }
}
