using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TokenTools.NetFramework;

/// <summary>
/// Compiles every method of assemblies: one that uses a type, method or field which this runtime or an assembly beside them
/// doesn't have fails here, whether or not a test would call it.
/// </summary>
internal sealed class MethodCompiler
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private readonly List<Type> _types = [];

    public List<string> Failures { get; } = [];

    public int TypeCount => _types.Count;

    public int MethodCount { get; private set; }

    public void Compile(IEnumerable<string> assemblyPaths)
    {
        foreach (var path in assemblyPaths)
        {
            Load(path);
        }

        foreach (var type in _types)
        {
            Compile(type);
        }
    }

    private void Load(string path)
    {
        try
        {
            _types.AddRange(Assembly.LoadFrom(Path.GetFullPath(path)).GetTypes());
        }
        catch (ReflectionTypeLoadException error)
        {
            Failures.AddRange(error.LoaderExceptions.Select(inner => Path.GetFileName(path) + ": " + inner.Message));
            _types.AddRange(error.Types.Where(static type => type is not null));
        }
    }

    private void Compile(Type type)
    {
        try
        {
            var closed = type.IsGenericTypeDefinition ? type.MakeGenericType(type.GetGenericArguments().Select(ArgumentFor).ToArray()) : type;
            var methods = closed.GetMembers(Declared).OfType<MethodBase>();
            foreach (var method in methods.Where(static method => method.GetMethodBody() is not null))
            {
                Compile(method, closed);
            }
        }
        catch (Exception error)
        {
            Failures.Add(type + ": " + error.Message);
        }
    }

    private void Compile(MethodBase method, Type type)
    {
        MethodCount++;
        try
        {
            var closed = method.IsGenericMethodDefinition
                ? ((MethodInfo)method).MakeGenericMethod(method.GetGenericArguments().Select(ArgumentFor).ToArray())
                : method;
            if (type.IsGenericType || closed.IsGenericMethod)
            {
                var arguments = type.GetGenericArguments().Concat(closed.IsGenericMethod ? closed.GetGenericArguments() : []);
                RuntimeHelpers.PrepareMethod(closed.MethodHandle, arguments.Select(static argument => argument.TypeHandle).ToArray());
            }
            else
            {
                RuntimeHelpers.PrepareMethod(closed.MethodHandle);
            }

            // PrepareMethod does nothing in Mono, which compiles a method when its address is requested.
            closed.MethodHandle.GetFunctionPointer();
        }
        catch (Exception error)
        {
            Failures.Add(type + "." + method.Name + ": " + error.GetType().Name + ": " + error.Message);
        }
    }

    // A type argument that satisfies a type parameter's constraints.
    private Type ArgumentFor(Type parameter)
    {
        var special = parameter.GenericParameterAttributes;
        bool Satisfies(Type candidate) =>
            !candidate.IsGenericTypeDefinition && !(candidate.IsAbstract && candidate.IsSealed)
            && (!special.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) || candidate.IsValueType)
            && (!special.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) || !candidate.IsValueType)
            && (!special.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)
                || candidate.IsValueType || candidate.GetConstructor(Type.EmptyTypes) is not null)
            && parameter.GetGenericParameterConstraints().All(constraint =>
                constraint.ContainsGenericParameters || constraint.IsAssignableFrom(candidate));

        return new[] { typeof(object), typeof(int) }.Concat(_types).First(Satisfies);
    }
}
