package import Platform
internal import Support

/// The rate at which an account may send, over all its sessions together.
///
/// A virtual schedule (the generic cell rate algorithm, ITU-T I.371): one shared moment says when everything that was taken so far
/// would have arrived at the agreed rate. Whoever is ahead of it waits. The moment lies in a file of the account's tree, mapped into
/// each session's process and changed by compare-and-exchange: no lock, no server.
package final class AccountPace {
    /// Seconds of the rate that an idle account saves up.
    package static let burstSeconds: UInt64 = 1
    /// Longest wait.
    ///
    /// A moment further ahead was written before a restart of the machine, which sets its clock back to 0, and counts for nothing.
    package static let longestSeconds: UInt64 = 60
    /// Name of the file below the account's `upload/sessions`.
    package static let fileName = "pace"

    private static let second: UInt64 = 1_000_000_000

    private let schedule: SharedCounter
    private let bytesPerSecond: UInt64
    private let now: () -> UInt64

    /// The pace of `account` below `spool`.
    ///
    /// `now` is a clock that all sessions of the machine share, in nanoseconds.
    package init(
        spool: String, account: String, bytesPerSecond: UInt64,
        now: @escaping () -> UInt64 = { Monotonic.now().nanoseconds }
    ) throws(SystemError) {
        let upload = try Directory(spool).directory(account).directory("upload")
        try upload.make(SessionSlot.directory)
        let file = try upload.directory(SessionSlot.directory).open(AccountPace.fileName, [.readWrite, .create])
        schedule = try SharedCounter(file)
        self.bytesPerSecond = max(1, bytesPerSecond)
        self.now = now
    }

    /// Notes that `bytes` have come in, and says how many nanoseconds to wait before taking more.
    package func take(_ bytes: Int) -> UInt64 {
        let (present, burst) = (now(), AccountPace.burstSeconds * AccountPace.second)
        let longest = AccountPace.longestSeconds * AccountPace.second
        let cost = self.cost(UInt64(max(0, bytes)))
        let due = schedule.update { planned in
            let planned = planned > present &+ longest ? 0 : planned
            let earliest = present > burst ? present - burst : 0
            return min(max(planned, earliest) + cost, present + longest)
        }
        return due > present ? due - present : 0
    }

    /// Nanoseconds that `bytes` take at the agreed rate, ``longestSeconds`` at most.
    private func cost(_ bytes: UInt64) -> UInt64 {
        let (product, overflow) = bytes.multipliedReportingOverflow(by: AccountPace.second)
        return min(overflow ? .max : product / bytesPerSecond, AccountPace.longestSeconds * AccountPace.second)
    }
}
