using System.Globalization;
using Lobsterd.Domain.Agent;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Users;

namespace Lobsterd.Guest.Processes;

/// <summary>The environments of what we start.</summary>
internal static class ChildEnvironment
{
    /// <summary>By which a program is told that its tenant is yet to come: it loads what it can, says so, and reads its environment from its standard input.</summary>
    internal const string AwaitsTenant = "LOBSTER_AWAITS_TENANT";

    /// <summary>What <see cref="AwaitsTenant"/> says.</summary>
    internal const string Yes = "1";

    /// <summary>What a login would give, in a VM that is nobody's.</summary>
    internal static Dictionary<string, string> OfNobody(UserAccount user) => new()
    {
        ["PATH"] = ProgramFinder.UsualPath,
        ["HOME"] = user.Home,
        ["USER"] = user.Name,
        ["LOGNAME"] = user.Name,
        ["SHELL"] = user.Shell,
        ["LANG"] = "C.UTF-8",
    };

    /// <summary>The same, and who the VM belongs to.</summary>
    internal static Dictionary<string, string> Of(UserAccount user, TenantClaim claim)
    {
        var environment = OfNobody(user);
        environment["LOBSTER_TENANT"] = claim.Name.Value;
        return environment;
    }

    /// <summary>The workload's: its own variables over the usual ones, and over both what it must be able to rely on.</summary>
    internal static Dictionary<string, string> OfWorkload(UserAccount user, TenantClaim claim, SecretShelf secrets)
    {
        var environment = Of(user, claim);
        foreach (var (name, value) in claim.Workload.Environment) environment[name] = value;
        secrets.AddTo(environment);
        environment["LOBSTER_TENANT"] = claim.Name.Value;
        environment["LOBSTER_GATEWAY_TOKEN"] = claim.GatewayToken;
        // Nobody would answer one that waits.
        _ = environment.Remove(AwaitsTenant);
        environment["PORT"] = claim.Workload.Port.ToString(CultureInfo.InvariantCulture);
        return environment;
    }
}
