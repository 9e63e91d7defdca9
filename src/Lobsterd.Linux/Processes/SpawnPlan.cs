using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>The native attributes and file actions of one spawn, with the descriptors that they name.</summary>
internal sealed unsafe class SpawnPlan : IDisposable
{
    private const int FirstFree = 3;
    private const int HighestNumber = 1023;
    private const short SetDefaultSignals = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    private readonly NativeBlock<SpawnFileActions> actions = new();
    private readonly NativeBlock<SpawnAttributes> attributes = new();
    private readonly List<Fd> held = [];

    private SpawnPlan()
    {
        Check(ProcessCalls.ActionsInit(Actions));
        Check(ProcessCalls.AttributesInit(Attributes));
    }

    internal SpawnFileActions* Actions => actions.Pointer;

    internal SpawnAttributes* Attributes => attributes.Pointer;

    internal static Result<SpawnPlan, LobsterError> Create(SpawnInput input)
    {
        if (Refusal(input) is { } refusal) return new LobsterError(ProcessErrors.InputInvalid, $"start {input.Program}: {refusal}");
        var plan = new SpawnPlan();
        plan.ResetSignals(input.NewSession);
        if (plan.MapDescriptors(input).TryGetError(out var error))
        {
            plan.Dispose();
            return error;
        }
        if (input.WorkingDirectory is { } folder) Check(ProcessCalls.ActionsAddChangeFolder(plan.Actions, folder));
        return plan;
    }

    public void Dispose()
    {
        Check(ProcessCalls.ActionsDestroy(Actions));
        Check(ProcessCalls.AttributesDestroy(Attributes));
        actions.Dispose();
        attributes.Dispose();
        foreach (var descriptor in held) descriptor.Dispose();
    }

    private static string? Refusal(SpawnInput input)
    {
        var numbers = input.Descriptors.Select(descriptor => descriptor.Number).ToHashSet();
        if (!Path.IsPathRooted(input.Program)) return "the program's path is not absolute";
        if (Strings(input).Any(text => text.Contains('\0', StringComparison.Ordinal))) return "a string holds a NUL";
        if (numbers.Count != input.Descriptors.Count) return "two descriptors have one number";
        if (numbers.Any(number => number is < 0 or > HighestNumber)) return $"a descriptor is not within 0 to {HighestNumber}";
        if (input.ControllingTerminal is null) return null;
        if (!input.NewSession) return "a controlling terminal wants a new session";
        return numbers.Any(number => number < FirstFree) ? "the controlling terminal is 0, 1 and 2" : null;
    }

    private static IEnumerable<string> Strings(SpawnInput input) =>
        [input.Program, input.WorkingDirectory ?? "", input.ControllingTerminal ?? "", .. input.Arguments, .. input.Environment.Keys, .. input.Environment.Values];

    private void ResetSignals(bool newSession)
    {
        var all = SignalSet.All;
        var none = default(SignalSet);
        Check(ProcessCalls.AttributesSetDefaultSignals(Attributes, &all));
        Check(ProcessCalls.AttributesSetSignalMask(Attributes, &none));
        Check(ProcessCalls.AttributesSetFlags(Attributes, (short)(SetDefaultSignals | SetSignalMask | (newSession ? SetSession : 0))));
    }

    /// <summary>Sources are first copied above every number of the child, so that no mapping overwrites the source of another.</summary>
    private UnitResult<LobsterError> MapDescriptors(SpawnInput input)
    {
        var sources = input.Descriptors.ToDictionary(descriptor => descriptor.Number, descriptor => descriptor.Source);
        var end = Math.Max(FirstFree, sources.Count == 0 ? 0 : sources.Keys.Max() + 1);
        if (input.ControllingTerminal is { } terminal)
        {
            Check(ProcessCalls.ActionsAddOpen(Actions, 0, terminal, OpenFlags.ReadWrite, 0));
            Check(ProcessCalls.ActionsAddDuplicate(Actions, 0, 1));
            Check(ProcessCalls.ActionsAddDuplicate(Actions, 0, 2));
        }
        for (var number = input.ControllingTerminal is null ? 0 : FirstFree; number < end; number++)
        {
            if (sources.TryGetValue(number, out var source) || number < FirstFree)
            {
                if (Hold(source, end).TryGetError(out var error, out var copy)) return error;
                Check(ProcessCalls.ActionsAddDuplicate(Actions, copy.Number, number));
            }
            else
            {
                Check(ProcessCalls.ActionsAddClose(Actions, number));
            }
        }
        Check(ProcessCalls.ActionsAddCloseFrom(Actions, end));
        return UnitResult.Success<LobsterError>();
    }

    private Result<Fd, LobsterError> Hold(SafeHandle? source, int lowest)
    {
        var copy = source is null
            ? Fd.Open("/dev/null", OpenFlags.ReadWrite).Bind(opened => Copy(opened, lowest, dispose: true))
            : Copy(source, lowest, dispose: false);
        if (copy.TryGetValue(out var taken)) held.Add(taken);
        return copy;
    }

    private static Result<Fd, LobsterError> Copy(SafeHandle source, int lowest, bool dispose)
    {
        var referenced = false;
        try
        {
            source.DangerousAddRef(ref referenced);
            var copy = Fd.Adopt(DescriptorCalls.Fcntl((int)source.DangerousGetHandle(), Fd.DuplicateCloseOnExec, lowest));
            return copy.IsInvalid ? Errno.Last(DescriptorErrors.OpenFailed, "a descriptor for a child") : copy;
        }
        finally
        {
            if (referenced) source.DangerousRelease();
            if (dispose) source.Dispose();
        }
    }

    private static void Check(int number)
    {
        // These calls only write to memory of ours; they fail for want of memory or for a bug.
        if (number != 0) throw new InvalidOperationException($"posix_spawn attributes: errno {number}");
    }
}
