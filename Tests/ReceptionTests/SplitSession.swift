import Foundation
import Platform
import Reception
import Spool
import Support
import Synchronization

/// The two processes of a session as threads of the test's process, unconfined: what the listener joins.
final class SplitSession: Sendable {
    private let settings: ReceptionSettings
    private let hear: @Sendable (SessionReport) -> Void

    init(_ settings: ReceptionSettings, hear: @escaping @Sendable (SessionReport) -> Void) {
        self.settings = settings
        self.hear = hear
    }

    /// Serves `connection` until both parts have ended.
    func serve(_ connection: Int32) {
        guard let (outer, inner) = try? SocketPair.open(.stream) else { return }
        let files = Mutex<Platform.Thread?>(nil)
        let settings = settings
        let hear = hear
        let process = ConnectionProcess(settings: settings) { report in
            if case .authenticated(let account, let client) = report {
                files.withLock { $0 = SplitSession.files(inner, account, client, settings, hear) }
            }
            hear(report)
        }
        let stream = FileDescriptor(owning: outer)
        _ = process.serve(connection: connection, stream: stream) {}
        _ = try? stream.close()
        let thread = files.withLock { $0 }
        if let thread { thread.join() } else { close(inner) }
    }

    private static func files(
        _ stream: Int32, _ account: String, _ client: String, _ settings: ReceptionSettings,
        _ hear: @escaping @Sendable (SessionReport) -> Void
    ) -> Platform.Thread? {
        try? Platform.Thread {
            let files = try? FilesProcess(account: account, settings: settings, clock: SystemClock(), report: hear)
            _ = files?.serve(client: client, input: stream, output: stream) { _ in }
            close(stream)
        }
    }
}
