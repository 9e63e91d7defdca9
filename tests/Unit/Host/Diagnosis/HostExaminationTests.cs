using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Diagnosis;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Diagnosis;
using Lobsterd.Linux.Clocks;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Diagnosis;

/// <summary>Rows that ask the kernel, the firewall or a resolver: good, bad, and one that does not tell.</summary>
public sealed class HostExaminationTests
{
    private static readonly LobsterError Untold = new(ClockErrors.KeepingUntold, "it does not tell");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_clock()
    {
        Assert.Equal(CheckStatus.Ok, await StatusAsync(new ClockExamination(() => true)));
        Assert.Equal(CheckStatus.Warn, await StatusAsync(new ClockExamination(() => false)));
        Assert.Equal(CheckStatus.Unknown, await StatusAsync(new ClockExamination(() => Untold)));
        Assert.NotEqual(CheckStatus.Fail, await StatusAsync(new ClockExamination()));
    }

    [Fact]
    public async Task forwarding()
    {
        Assert.Equal(CheckStatus.Ok, await StatusAsync(new ForwardingExamination(new Readings(true, new List<string>()))));
        Assert.Equal(CheckStatus.Warn, await StatusAsync(new ForwardingExamination(new Readings(false, new List<string>()))));
        Assert.Equal(CheckStatus.Unknown, await StatusAsync(new ForwardingExamination(new Readings(Untold, Untold))));
    }

    [Fact]
    public async Task the_wall()
    {
        Assert.Equal(CheckStatus.Ok, await StatusAsync(new WallExamination(new Readings(true, new List<string>()))));
        Assert.Equal(CheckStatus.Warn, await StatusAsync(new WallExamination(new Readings(true, new List<string> { "a rule is gone" }))));
        Assert.Equal(CheckStatus.Unknown, await StatusAsync(new WallExamination(new Readings(Untold, Untold))));
    }

    [Fact]
    public async Task names()
    {
        Assert.Equal(CheckStatus.Ok, await StatusAsync(Names((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]))));
        Assert.Equal(CheckStatus.Warn, await StatusAsync(Names((_, _) => Task.FromResult<IPAddress[]>([]))));
        Assert.Equal(CheckStatus.Warn, await StatusAsync(Names((_, _) => throw new SocketException((int)SocketError.HostNotFound))));
        // A resolver that is down tells nothing: the doctor makes that unknown.
        Assert.Equal(CheckStatus.Unknown, await DoctorsAsync(Names((_, _) => throw new SocketException((int)SocketError.TryAgain))));
    }

    [Fact]
    public async Task any_tenants_name_is_asked_for()
    {
        var asked = "";
        _ = await StatusAsync(Names((host, _) =>
        {
            asked = host;
            return Task.FromResult<IPAddress[]>([]);
        }));

        Assert.Equal("lobsterd-doctor.example.org", asked);
    }

    [Fact]
    public async Task reflinks_are_tried_and_nothing_stays()
    {
        using var root = new ScratchFolder();
        var paths = new LobsterdPaths(root.Path);

        Assert.NotEqual(CheckStatus.Fail, await StatusAsync(new ReflinkExamination(paths)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(root.Path));

        // No folder of ours, and the one above it makes no files.
        Assert.Equal(CheckStatus.Unknown, await StatusAsync(new ReflinkExamination(new LobsterdPaths("/proc/self"))));
    }

    private static NamesExamination Names(Func<string, CancellationToken, Task<IPAddress[]>> resolveAsync) => new("example.org", resolveAsync);

    private static async Task<CheckStatus> StatusAsync(IExamination examination)
    {
        var check = await examination.ExamineAsync(Stop);
        Assert.Equal(examination.Name, check.Name);
        Assert.NotEmpty(check.Found);
        Assert.Equal(check.Status is CheckStatus.Warn or CheckStatus.Fail, check.Hint is not null);
        return check.Status;
    }

    private static async Task<CheckStatus> DoctorsAsync(IExamination examination) =>
        Assert.Single(await new HostDoctor([examination], TimeProvider.System).ExamineAsync(Stop)).Status;

    private sealed class Readings(Result<bool, LobsterError> forwarding, Result<IReadOnlyList<string>, LobsterError> wall) : INetworkReadings
    {
        internal Readings(bool isForwarding, List<string> faults)
            : this(isForwarding, Result.Success<IReadOnlyList<string>, LobsterError>(faults))
        {
        }

        public Result<bool, LobsterError> IsForwarding() => forwarding;

        public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfSharedWallAsync(CancellationToken cancellationToken) => Task.FromResult(wall);

        public Result<IReadOnlyList<string>, LobsterError> FaultsOfTap(VmOwner owner) => throw new NotSupportedException();

        public Result<bool, LobsterError> IsTapHeld(VmOwner owner) => throw new NotSupportedException();

        public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfWallAsync(AttachNetworkInput planned, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
