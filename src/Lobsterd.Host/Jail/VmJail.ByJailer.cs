using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Jails;

namespace Lobsterd.Host.Jail;

public sealed partial class VmJail
{
    /// <summary>Starts a VMM by a jailer, in its owner's cgroup; the jailer has ended when this returns. The jail's folder is its maker's to remove.</summary>
    /// <error code="jail.spec.invalid">The launcher refused what it was told.</error>
    /// <error code="jail.build.failed">A cgroup or pipe could not be had.</error>
    /// <error code="jail.jailer.failed">The jailer refused, or its VMM did not start; its words are in the message.</error>
    /// <error code="jail.launcher.silent">The launcher did not answer.</error>
    /// <error code="cgroup.create.failed">Its cgroup could not be made.</error>
    public async Task<Result<JailedProcess, LobsterError>> StartAsync(JailerInput input, CancellationToken cancellationToken)
    {
        var place = new JailPlace(Seat.Of(input.Owner.Slot), paths.VmOf(input.Owner.Name));
        if (cgroups.Ensure(CgroupOf(place.Seat), input.Limits).TryGetError(out var error, out var cgroup)) return error;
        var spec = new JailerSpec
        {
            Jailer = input.Jailer,
            Arguments = input.Arguments,
            PidFile = input.PidFile,
            Cgroups = cgroup.Folders,
            RunFolder = place.RunFolder,
        };
        if ((await launcher.StartAsync(spec, cancellationToken)).TryGetError(out error, out var launched)) return error;
        return Hold(launched, cgroup, place);
    }
}
