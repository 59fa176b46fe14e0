internal import Glibc
internal import Platform
internal import Spool
package import Support

/// Accepts connections, gives each its processes, writes down what they report, and reads no byte from the network.
///
/// One thread: everything that it waits for is in one set. What happens in one turn is told at once, so that a journal that
/// forces each telling to the disk does so once a turn.
package final class Listener {
    private let settings: ReceptionSettings
    private let launcher: SessionLauncher
    private let tell: ([SessionEvent]) -> Void
    private let signals: SignalPipe
    private let socket: ListeningSocket
    private var admission: Admission
    private var turnedAway = TurnedAway()
    private var connections: [Connection] = []
    private var events: [SessionEvent] = []
    private var polls = PollSet()
    private var random = SystemRandomNumberGenerator()

    /// Connections that are accepted in one turn.
    private static let perTurn = 64

    /// Binds the address; hand-overs that a crash cut off are undone first.
    package init(
        settings: ReceptionSettings, launcher: SessionLauncher, tell: @escaping ([SessionEvent]) -> Void
    ) throws {
        guard settings.allowUnconfined || Confinement.isAvailable else { throw NoConfinement() }
        for account in settings.accounts {
            try AccountTree(spool: settings.spoolPath, account: account.name).recover()
        }
        self.settings = settings
        self.launcher = launcher
        self.tell = tell
        // Each session takes two descriptors here.
        ProcessSettings.raiseFileLimit()
        signals = try SignalPipe()
        socket = try ListeningSocket(address: settings.host, port: settings.port)
        admission = Admission(settings.limits)
    }

    /// This kernel cannot confine sessions, and the configuration does not allow that.
    package struct NoConfinement: Fault {
        package var code: FaultCode { "reception.no-confinement" }
    }

    /// Listens until SIGTERM or SIGINT; then lets the sessions finish for the grace time.
    ///
    /// `ready` hears the port.
    package func run(ready: (UInt16) -> Void) throws {
        events.append(SessionEvent(.listening, [("host", .text(settings.host)), ("port", .count(socket.port))]))
        flush()
        ready(socket.port)
        while try turn(accepts: true) {}
        try drain()
        events += turnedAway.take(.now(), all: true)
        events.append(SessionEvent(.stopped))
        flush()
    }

    /// Waits for something to happen and deals with it; false once a stop is asked for.
    private func turn(accepts: Bool) throws -> Bool {
        polls.removeAll()
        let signalPlace = polls.add(signals.descriptor.raw, .reading)
        let socketPlace = accepts ? polls.add(socket.descriptor.raw, .reading) : nil
        var reporters: [(place: Int, process: SessionProcess, connection: Connection)] = []
        for connection in connections {
            for process in connection.processes {
                guard let descriptor = process.descriptor else { continue }
                reporters.append((polls.add(descriptor, .reading), process, connection))
            }
        }
        try polls.wait(milliseconds: patience)
        var goesOn = true
        var hasDead = false
        if polls.isReadable(signalPlace) {
            for kind in signals.take() {
                if kind == .terminate { goesOn = false }
                if kind == .child { hasDead = true }
            }
        }
        for (place, process, connection) in reporters where polls.isReadable(place) { takeReports(process, connection) }
        if hasDead { reap() }
        if let socketPlace, polls.isReadable(socketPlace) { try acceptAll() }
        startHeld()
        events += turnedAway.take(.now(), all: false)
        flush()
        return goesOn
    }

    /// Milliseconds until something is to be done without being called.
    private var patience: Int32 {
        let now = Monotonic.now()
        let next = connections.filter(\.isHeld).map(\.startAt).min()
        let held = next.map { now.milliseconds(until: $0) + 1 } ?? Listener.longestWait
        return Int32(min(held, Listener.longestWait))
    }

    /// Milliseconds after which a turn comes anyway, so that what was turned away is told.
    private static let longestWait = 60_000

    private func flush() {
        guard !events.isEmpty else { return }
        tell(events)
        events.removeAll(keepingCapacity: true)
    }

    // MARK: Coming

    private func acceptAll() throws {
        for _ in 0..<Listener.perTurn {
            do throws(SystemError) {
                guard let connection = try socket.accept() else { return }
                admit(connection)
            } catch {
                // Out of descriptors or memory: what is open goes on, the next connection waits a moment.
                guard [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(error.number) else { throw error }
                _ = try Poll.readable([], milliseconds: 100)
                return
            }
        }
    }

    private func admit(_ accepted: consuming ListeningSocket.Connection) {
        let source = accepted.source
        let now = Monotonic.now()
        switch admission.decide(source, chance: .random(in: 0..<1, using: &random), now) {
        case .refuse(let reason): turnedAway.add(source, reason, now)
        case .start(let moment):
            connections.append(Connection(accepted.takeDescriptor(), source: source, startAt: moment))
        }
    }

    private func startHeld() {
        let now = Monotonic.now()
        for connection in connections where connection.isHeld && connection.startAt <= now {
            do throws(SystemError) {
                try connection.start(launcher)
                events.append(connection.identity.event(.connected))
            } catch {
                turnedAway.add(connection.source, error.code, now)
                admission.ended(connection.source, wasAuthenticated: false, failure: nil, now)
                connections.removeAll { $0 === connection }
            }
        }
    }

    // MARK: Going on

    /// Takes what a process has reported, as much as one turn allows, and says how many reports there were.
    @discardableResult
    private func takeReports(_ process: SessionProcess, _ connection: Connection) -> Int {
        let reports = process.takeReports()
        for report in reports { note(report, of: connection) }
        return reports.count
    }

    private func note(_ report: SessionReport, of connection: Connection) {
        switch report {
        case .event(let event):
            // Whom a stranger tried to be is told for accounts that exist alone.
            let tried = event.fields.first { $0.name == "tried" }?.value.string
            guard tried == nil || tried == "unknown" || settings.accounts.contains(where: { $0.name == tried }) else {
                return
            }
            events.append(connection.identity.event(event))
        case .ended: break
        case .authenticated(let account, let client):
            guard !connection.isAuthenticated else { return }
            // Asked of the connection process already, which might have been taken over since.
            guard let access = settings.accounts.first(where: { $0.name == account }),
                access.isNear(connection.source)
            else {
                events.append(connection.identity.event(.refused, [("reason", .text(SessionEnd.notAllowed))]))
                return connection.hangUp()
            }
            authenticate(connection, account, client)
        }
    }

    private func authenticate(_ connection: Connection, _ account: String, _ client: String) {
        do throws(SystemError) {
            try connection.authenticate(account, client: client, launcher)
            admission.authenticated(connection.source)
            events.append(connection.identity.event(.authenticated))
        } catch {
            events.append(connection.identity.event(.refused, [("reason", .text(error.code))]))
            connection.hangUp()
        }
    }

    // MARK: Ending

    /// Takes the processes that have ended from the kernel: this one starts no others but sessions'.
    private func reap() {
        let endings = Dictionary(uniqueKeysWithValues: ChildProcess.reap().map { ($0.child, $0.ending) })
        guard !endings.isEmpty else { return }
        for connection in connections {
            for process in connection.processes {
                guard let ending = endings[process.child] else { continue }
                // What it said last is waiting still.
                while takeReports(process, connection) == SessionProcess.perTurn {}
                process.ended(ending)
            }
            if connection.hasEnded { end(connection) }
        }
        connections.removeAll(where: \.hasEnded)
    }

    private func end(_ connection: Connection) {
        if connection.processes.contains(where: \.hasViolated) { events.append(connection.identity.event(.violated)) }
        events.append(connection.disconnected())
        admission.ended(
            connection.source, wasAuthenticated: connection.isAuthenticated, failure: connection.failure, .now())
    }

    /// Asks the sessions to end, waits for the grace time and two seconds more, then kills what is left.
    private func drain() throws {
        connections.removeAll(where: \.isHeld)
        reap()
        for process in connections.flatMap(\.processes) { process.child.terminate() }
        let end = Monotonic.now().advanced(seconds: settings.deadlines.grace + 2)
        while !connections.isEmpty, Monotonic.now() < end { _ = try turn(accepts: false) }
        for process in connections.flatMap(\.processes) { process.child.kill() }
        while !connections.isEmpty { _ = try turn(accepts: false) }
    }
}
