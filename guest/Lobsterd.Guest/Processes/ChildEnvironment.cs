using System.Globalization;
using Lobsterd.Domain.Agent;
using Lobsterd.Guest.Secrets;
using Lobsterd.Guest.Users;

namespace Lobsterd.Guest.Processes;

/// <summary>The environments of what we start.</summary>
internal static class ChildEnvironment
{
    /// <summary>What a login would give, and who the VM belongs to.</summary>
    internal static Dictionary<string, string> Of(UserAccount user, TenantClaim claim) => new()
    {
        ["PATH"] = ProgramFinder.UsualPath,
        ["HOME"] = user.Home,
        ["USER"] = user.Name,
        ["LOGNAME"] = user.Name,
        ["SHELL"] = user.Shell,
        ["LANG"] = "C.UTF-8",
        ["LOBSTER_TENANT"] = claim.Name.Value,
    };

    /// <summary>The workload's: its own variables over the usual ones, and over both what it must be able to rely on.</summary>
    internal static Dictionary<string, string> OfWorkload(UserAccount user, TenantClaim claim, SecretShelf secrets)
    {
        var environment = Of(user, claim);
        foreach (var (name, value) in claim.Workload.Environment) environment[name] = value;
        secrets.AddTo(environment);
        environment["LOBSTER_TENANT"] = claim.Name.Value;
        environment["LOBSTER_GATEWAY_TOKEN"] = claim.GatewayToken;
        environment["PORT"] = claim.Workload.Port.ToString(CultureInfo.InvariantCulture);
        return environment;
    }
}
