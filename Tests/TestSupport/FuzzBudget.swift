internal import Foundation

/// How long a fuzz test goes on: a fixed number of rounds, so that every run does the same; or, where the environment variable
/// `ECLUSE_FUZZ_SECONDS` says so, with other seeds until that time is over, and a line that says how many there were.
package struct FuzzBudget {
    private let name: String
    private let rounds: Int
    private let seconds: Double
    private let start = Date()
    private var done = 0

    /// The budget of the target `name`, of `rounds` where nothing else is asked for.
    package init(_ name: String, rounds: Int) {
        self.name = name
        self.rounds = rounds
        seconds = ProcessInfo.processInfo.environment["ECLUSE_FUZZ_SECONDS"].flatMap(Double.init) ?? 0
    }

    /// The number of the next round, from 0; nil once it is enough.
    package mutating func next() -> Int? {
        if done < rounds || seconds > 0 && -start.timeIntervalSinceNow < seconds {
            done += 1
            return done - 1
        }
        if seconds > 0 { print("fuzz \(name): \(done) executions in \(Int(-start.timeIntervalSinceNow)) s") }
        return nil
    }
}
