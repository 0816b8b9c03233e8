Attribute VB_Name = "xlwings_udfs"
' The worksheet functions of scpxl. Written by xlwings and macros/build_functions.py: do not edit.
#Const App = "Microsoft Excel"

Function SCP_CHANGE_TEST(now, before)
Attribute SCP_CHANGE_TEST.VB_Description = "Whether a year's counts differ from the year before by more than their usual variation, as the dashboard tests it."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_CHANGE_TEST = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_CHANGE_TEST", Array(now, before), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_CHANGE_TEST = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_CHANGE_TEST", Array(now, before)))
        Exit Function
    #End If
failed:
    SCP_CHANGE_TEST = Err.Description
End Function

Function SCP_EXPLAIN(indicator, Optional period, Optional area, Optional partnership)
Attribute SCP_EXPLAIN.VB_Description = "How an indicator's figures came about: the lines of scpxl explain."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_EXPLAIN = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_EXPLAIN", Array(indicator, period, area, partnership), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_EXPLAIN = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_EXPLAIN", Array(indicator, period, area, partnership)))
        Exit Function
    #End If
failed:
    SCP_EXPLAIN = Err.Description
End Function

Function SCP_FUNNEL(counts, populations, Optional per)
Attribute SCP_FUNNEL.VB_Description = "Which areas' rates differ from the others' by more than chance: funnel limits about the others' average, one row per area."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_FUNNEL = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_FUNNEL", Array(counts, populations, per), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_FUNNEL = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_FUNNEL", Array(counts, populations, per)))
        Exit Function
    #End If
failed:
    SCP_FUNNEL = Err.Description
End Function

Function SCP_LIST(Optional what, Optional partnership)
Attribute SCP_LIST.VB_Description = "Codes and titles of the framework, or the names of what SCP_VALUE gives."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_LIST = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_LIST", Array(what, partnership), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_LIST = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_LIST", Array(what, partnership)))
        Exit Function
    #End If
failed:
    SCP_LIST = Err.Description
End Function

Function SCP_RATE(count, population, Optional per)
Attribute SCP_RATE.VB_Description = "A count for so many people, with its 95% interval. Ranges give one row for each count."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_RATE = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_RATE", Array(count, population, per), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_RATE = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_RATE", Array(count, population, per)))
        Exit Function
    #End If
failed:
    SCP_RATE = Err.Description
End Function

Function SCP_SERIES(indicator, Optional period, Optional area, Optional partnership)
Attribute SCP_SERIES.VB_Description = "The two years of single figures behind an indicator, one row per month or quarter."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_SERIES = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_SERIES", Array(indicator, period, area, partnership), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_SERIES = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_SERIES", Array(indicator, period, area, partnership)))
        Exit Function
    #End If
failed:
    SCP_SERIES = Err.Description
End Function

Function SCP_VALUE(indicator, Optional figure, Optional period, Optional area, Optional partnership)
Attribute SCP_VALUE.VB_Description = "One figure of an indicator, as the dashboard shows it. A range of codes gives a range of figures."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_VALUE = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_VALUE", Array(indicator, figure, period, area, partnership), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_VALUE = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_VALUE", Array(indicator, figure, period, area, partnership)))
        Exit Function
    #End If
failed:
    SCP_VALUE = Err.Description
End Function

Function SCP_XMR(values, Optional better)
Attribute SCP_XMR.VB_Description = "The control chart (XmR) of single months or quarters: limits, and which figures are unusual."
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        SCP_XMR = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_XMR", Array(values, better), ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        SCP_XMR = ScpxlErrors(XLPy.CallUDF("scpxl.live.functions", "SCP_XMR", Array(values, better)))
        Exit Function
    #End If
failed:
    SCP_XMR = Err.Description
End Function

' Run once with Alt+F8 to have the function wizard say what each argument is.
Public Sub ScpxlDescribeFunctions()
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_VALUE", _
        Description:="One figure of an indicator, as the dashboard shows it. A range of codes gives a range of figures.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The indicator's code or title, or a range of them", _
            "year, before, change, change %, quarter, year to date, latest, rate, rank, RAG, target, outturn, variation, rank in GROUP; blank for year", _
            "The quarter or month, like 2017-18 Q4 or 2018-02; blank for the folder's own quarter", _
            "The name or ONS code of another area, or of a part of your own; blank for your own area", _
            "The partnership's name or folder name as in your list of folders; needed only where you work for several")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_SERIES", _
        Description:="The two years of single figures behind an indicator, one row per month or quarter.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The indicator's code or title", _
            "The quarter or month, like 2017-18 Q4 or 2018-02; blank for the folder's own quarter", _
            "The name or ONS code of another area, or of a part of your own; blank for your own area", _
            "The partnership's name or folder name as in your list of folders; needed only where you work for several")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_LIST", _
        Description:="Codes and titles of the framework, or the names of what SCP_VALUE gives.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "indicators, objectives, areas, groups, partners, figures; blank for indicators", _
            "The partnership's name or folder name as in your list of folders; needed only where you work for several")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_EXPLAIN", _
        Description:="How an indicator's figures came about: the lines of scpxl explain.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The indicator's code or title", _
            "The quarter or month, like 2017-18 Q4 or 2018-02; blank for the folder's own quarter", _
            "The name or ONS code of another area, or of a part of your own; blank for your own area", _
            "The partnership's name or folder name as in your list of folders; needed only where you work for several")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_CHANGE_TEST", _
        Description:="Whether a year's counts differ from the year before by more than their usual variation, as the dashboard tests it.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The months (or quarters) of this year, in order", _
            "The same months of the year before; or of the two years before, oldest first, as the dashboard takes them")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_RATE", _
        Description:="A count for so many people, with its 95% interval. Ranges give one row for each count.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "How many, or a range of counts", _
            "The people (or homes) they are out of: one for all counts, or one for each", _
            "For so many people; blank for 1,000")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_XMR", _
        Description:="The control chart (XmR) of single months or quarters: limits, and which figures are unusual.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The figures in order of time; never rolling totals", _
            "Which way is better: higher, lower, neither; blank for neither")
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!SCP_FUNNEL", _
        Description:="Which areas' rates differ from the others' by more than chance: funnel limits about the others' average, one row per area.", Category:="scpxl", _
        ArgumentDescriptions:=Array( _
            "The count of each area, in one row or column", _
            "The people of each area, in the same order", _
            "For so many people; blank for 1,000")
End Sub

' Python can hand Excel no error value. The text #N/A stands for one, and becomes it here: a chart leaves a gap.
Private Function ScpxlErrors(ByVal answer As Variant) As Variant
    Dim down As Long
    Dim across As Long
    If Not IsArray(answer) Then
        ScpxlErrors = ScpxlError(answer)
        Exit Function
    End If
    If ScpxlIsTable(answer) Then
        For down = LBound(answer, 1) To UBound(answer, 1)
            For across = LBound(answer, 2) To UBound(answer, 2)
                answer(down, across) = ScpxlError(answer(down, across))
            Next across
        Next down
    Else
        For across = LBound(answer) To UBound(answer)
            answer(across) = ScpxlError(answer(across))
        Next across
    End If
    ScpxlErrors = answer
End Function

Private Function ScpxlError(ByVal value As Variant) As Variant
    ScpxlError = value
    If VarType(value) = vbString Then
        If value = "#N/A" Then ScpxlError = CVErr(2042)
    End If
End Function

Private Function ScpxlIsTable(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo oneLine
    last = UBound(answer, 2)
    ScpxlIsTable = True
oneLine:
End Function
